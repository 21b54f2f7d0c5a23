"""An engine that compares statements with premises by their words, so that tests can tell why."""

from __future__ import annotations

from collections.abc import Sequence

from service.inference.fake_engine import NEGATION, FakeEngine
from service.inference.protocol import Call, ClassScores, Window
from service.tasks.verify.lookup import words_of

CONTRADICTED, NOT_IN_TEXT, SUPPORTED = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


class OverlapEngine(FakeEngine):
    """A premise with all words of a statement supports it, unless one of the two is negated."""

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        """Scores for `verify`; those of the fake engine for other tasks."""
        if task != "verify":
            return await super().classify(task, windows, call)
        self.windows.extend(windows)
        return [ClassScores(_row(window.text, window.target or "")) for window in windows]


def _row(premise: str, statement: str) -> tuple[float, ...]:
    sought = words_of(statement) - NEGATION
    if not sought <= words_of(premise):
        return NOT_IN_TEXT
    nearest = max(premise.split(". "), key=lambda text: len(words_of(text) & sought))
    negated = [bool(NEGATION & set(text.lower().split())) for text in (nearest, statement)]
    return SUPPORTED if negated[0] == negated[1] else CONTRADICTED
