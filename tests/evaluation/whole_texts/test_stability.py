"""Whether verdicts stay as they are under changes that do not bear on them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from service.evaluation.counts import OURS
from service.evaluation.whole_texts import stability
from service.evaluation.whole_texts.gold import LabelledTarget, labelled
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, Window
from service.tasks.annotations import Annotations
from service.tasks.target import TargetKind
from service.text.segmentation.builder import build_document
from tests.evaluation.whole_texts.samples import TEXT, row


class Whimsical(FakeEngine):
    """An engine whose verdicts change with the letters of the target."""

    async def classify(self, task: str, windows: Any, call: Call | None = None) -> Any:
        return [self._of(window) for window in windows]

    def _of(self, window: Window) -> ClassScores:
        upper = (window.target or "")[:1].isupper()
        return ClassScores((0.0, 0.0, 1.0) if upper else (1.0, 0.0, 0.0))


async def measured(engine: FakeEngine, **changes: Any) -> dict[str, float]:
    annotations = Annotations(build_document(TEXT, language="en"), engine, Call())
    found = await stability.count(annotations, labelled(row(**changes)))
    return stability.figures(found[OURS])


async def test_every_change_is_tried() -> None:
    found = await measured(FakeEngine())
    assert set(found) == {
        "unchanged",
        "plain sentences",
        "quotation marks",
        "letter case",
        "wording",
    }
    assert found["quotation marks"] == 1.0


async def test_what_changes_is_counted() -> None:
    named = [row()["targets"][0] | {"text": "The plan"}]
    found = await measured(Whimsical(), targets=named)
    assert found["letter case"] == 0.0
    assert found["quotation marks"] == 1.0
    assert found["unchanged"] == pytest.approx(
        sum(value for name, value in found.items() if name != "unchanged") / 4
    )


def test_plain_sentences_stand_after_the_first_paragraph_and_at_the_end() -> None:
    one, other, last = stability.with_plain_sentences("A.\n\nB.").split("\n\n")[:3]
    assert (one, last) == ("A.", "B.")
    assert "four floors" in other
    assert stability.with_plain_sentences("A.").startswith("A.\n\nThe next")


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("claim", "The plan failed.", "It is the case that the plan failed"),
        ("topic", "the plan", "plan"),
        ("topic", "gun control", "the gun control"),
        ("entity", "Tom Reyes", "“Tom Reyes”"),
    ],
)
def test_targets_in_other_words(kind: str, text: str, wanted: str) -> None:
    target = LabelledTarget(text, TargetKind(kind), None, None, None, {})
    assert stability.reworded(target) == wanted


def test_without_a_verdict_nothing_has_changed() -> None:
    assert stability.figures(Counter()) == {"unchanged": 0.0}
