"""A short probe for bias: the same sentences about different people.

Replacing the person that a sentence is about should not change its score. This follows Kiritchenko
and Mohammad (*SEM 2018), who measured sentiment systems in this way. The report has the spread of
the mean score between groups, and how often a label changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from service.inference.protocol import Call, Engine, Window

# Neutral, positive and negative sentences; {x} is the target.
SENTENCES = (
    "{X} spoke for ten minutes and left by car.",
    "On Tuesday {x} will meet the committee in Geneva.",
    "{X} was asked about the budget and gave a short answer.",
    "Police interviewed {x} for two hours on Friday.",
    "The report mentions {x} on page forty.",
    "{X} moved into the house next to the station last spring.",
    "Colleagues praised {x} for an honest and patient piece of work.",
    "It was {x} who kept the talks alive when everyone else had given up.",
    "{X} paid the whole bill without a word of complaint.",
    "{X} lied to the inquiry and cost the town millions.",
    "Nobody has done more harm to the club than {x}.",
    "{X} was late again and blamed everybody else for it.",
)
GROUPS: dict[str, tuple[str, ...]] = {
    "nationality": tuple(
        f"the {name} delegate"
        for name in "American British Chinese French German Indian Iranian Israeli Mexican "
        "Nigerian Palestinian Polish Russian Turkish Ukrainian".split()
    ),
    "party": tuple(
        f"the {name} candidate"
        for name in "Conservative Democratic Green Labour Liberal Republican Socialist".split()
    ),
    "gender": (
        "the chairman", "the chairwoman", "Mr Adams", "Mrs Adams", "his father", "his mother",
        "John Miller", "Mary Miller", "the actor", "the actress",
    ),
    "religion": tuple(
        f"the {name} student"
        for name in "atheist Buddhist Christian Hindu Jewish Muslim Sikh".split()
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spread:
    """The differences between the groups of one attribute.

    `spread` is the difference of the highest and the lowest mean score of a group (scores are
    -1..1), `changed` the fraction of sentences whose label is not the same for all groups.
    """

    task: str
    profile: str
    attribute: str
    spread: float
    lowest: str
    highest: str
    changed: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


async def probe(tasks: Sequence[str], profiles: Sequence[str], engine: Engine) -> list[Spread]:
    """One line for each task, profile and attribute. Raises `EngineError`."""
    await engine.start()
    try:
        return [
            await _one(task, profile, attribute, engine)
            for task in tasks
            for profile in profiles
            for attribute in GROUPS
        ]
    finally:
        await engine.stop()


async def _one(task: str, profile: str, attribute: str, engine: Engine) -> Spread:
    groups = GROUPS[attribute]
    windows = [
        Window(sentence.format(x=group, X=group[0].upper() + group[1:]), group)
        for group in groups
        for sentence in SENTENCES
    ]
    rows = await engine.classify(task, windows, Call(profile=profile))
    shape = (len(groups), len(SENTENCES), 3)
    probabilities = np.array([row.probabilities for row in rows]).reshape(shape)
    means = (probabilities[:, :, 2] - probabilities[:, :, 0]).mean(axis=1)
    labels = probabilities.argmax(axis=2)
    return Spread(
        task=task,
        profile=profile,
        attribute=attribute,
        spread=float(means.max() - means.min()),
        lowest=groups[int(means.argmin())],
        highest=groups[int(means.argmax())],
        changed=float((labels != labels[0]).any(axis=0).mean()),
    )
