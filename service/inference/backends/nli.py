"""Targets as NLI hypotheses: zero-shot stance with both polarities scored and compared.

This follows Yin, Hay and Roth (EMNLP 2019), who use labels as hypotheses. Scoring the opposite
hypothesis as well cancels a model's bias to one answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.inference.manifest.entailment import Entailment
from service.text.targets.wording.statements import is_declarative


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A sentence that the text may entail. If `turned`, entailment is against the target."""

    text: str
    turned: bool


def hypotheses(target: str, templates: Entailment) -> tuple[Hypothesis, Hypothesis]:
    """The target's hypothesis and the opposite one."""
    if is_declarative(target):
        inner = target if target.split()[0] == "I" else target[0].lower() + target[1:]
        return (
            Hypothesis(target, False),
            Hypothesis(templates.claim_against.replace("{target}", inner), True),
        )
    return (
        Hypothesis(templates.favor.replace("{target}", target), False),
        Hypothesis(templates.against.replace("{target}", target), True),
    )
