"""Targets as NLI hypotheses: zero-shot stance with both polarities scored and compared.

After Yin, Hay and Roth (EMNLP 2019), who read labels as hypotheses; scoring the opposite
hypothesis too cancels a model's bent to one answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.inference.manifest import Entailment

_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|should|must|will|can|cannot|would|may|does|do|did|not)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A sentence to be entailed or not; `turned` where entailment speaks against the target."""

    text: str
    turned: bool


def is_sentence(target: str) -> bool:
    """Whether a target states something, rather than names it."""
    return len(target.split()) > 2 and _FINITE.search(target) is not None


def hypotheses(target: str, templates: Entailment) -> tuple[Hypothesis, Hypothesis]:
    """The target's own hypothesis and the opposite one."""
    if is_sentence(target):
        inner = target if target.split()[0] == "I" else target[0].lower() + target[1:]
        return (
            Hypothesis(target, False),
            Hypothesis(templates.claim_against.replace("{target}", inner), True),
        )
    return (
        Hypothesis(templates.favor.replace("{target}", target), False),
        Hypothesis(templates.against.replace("{target}", target), True),
    )
