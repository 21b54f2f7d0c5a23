"""A generated sentence is kept only if it is surely supported, and has nothing of its own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, Window
from service.tasks.annotations import Annotations
from service.tasks.summary.writing.support import LEAST, Support, nearest_sentences, support_of
from service.text.segmentation.builder import build_document

ARTICLE = build_document(
    "The council closed the harbour road in 2026.\n\nTom Reyes owns a café on the quay.\n\n"
    "Buses to the old town run every hour."
)


class Judge(FakeEngine):
    """Finds each statement supported with one probability."""

    def __init__(self, supported: float) -> None:
        super().__init__()
        rest = (1 - supported) / 2
        self.scores = ClassScores((rest, rest, supported))

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        return [self.scores for _ in windows]


async def judged(text: str, supported: float = 0.95) -> Support:
    (found,) = await support_of(Annotations(ARTICLE, Judge(supported), Call()), [text])
    return found


@pytest.mark.parametrize(
    ("supported", "holds"), [(0.95, True), (LEAST + 0.01, True), (LEAST - 0.01, False)]
)
async def test_the_likeliest_verdict_is_not_enough(supported: float, holds: bool) -> None:
    found = await judged("The council closed the harbour road.", supported)
    assert found.label == "supported"
    assert found.holds == holds


@pytest.mark.parametrize(
    "text",
    [
        "The council closed the harbour road in 2027.",
        "The council closed the harbour road at a cost of 12 million.",
        "Maria Lopez owns a café on the quay.",
        "Tom Reyes of Berlin owns a café on the quay.",
    ],
)
async def test_a_number_or_a_name_that_the_article_has_not_is_never_kept(text: str) -> None:
    found = await judged(text)
    assert (found.label, found.unfounded, found.holds) == ("supported", True, False)


@pytest.mark.parametrize(
    "text", ["Reyes owns a café.", "In 2026 the council of the old town closed the harbour road."]
)
async def test_names_and_numbers_of_the_article_are_its_own(text: str) -> None:
    assert (await judged(text)).holds


async def test_nothing_is_asked_of_no_sentences() -> None:
    assert await support_of(Annotations(ARTICLE, FakeEngine(), Call()), []) == []


async def test_the_nearest_sentences_come_first_and_unlike_ones_not_at_all() -> None:
    annotations = Annotations(ARTICLE, FakeEngine(), Call())
    first, second = await nearest_sentences(
        annotations, ["The council closed the harbour.", "Whales juggle purple teapots."]
    )
    assert first[0] is annotations.content[0]
    assert second == []
