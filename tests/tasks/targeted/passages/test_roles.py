"""The part that a passage has in its text."""

from __future__ import annotations

import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.tasks.target import Target, TargetKind
from service.tasks.targeted.passages.find import find_passages
from service.tasks.targeted.passages.roles import PassageRole, roles_of
from service.text.segmentation.builder import build_document


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (2, [PassageRole.HEADLINE] + [PassageRole.LEAD] * 2),
        (5, [PassageRole.HEADLINE] + [PassageRole.LEAD] * 3 + [PassageRole.END] * 2),
        (
            8,
            [PassageRole.HEADLINE]
            + [PassageRole.LEAD] * 3
            + [PassageRole.MIDDLE] * 2
            + [PassageRole.END] * 3,
        ),
    ],
)
async def test_headline_lead_middle_and_end(sentences: int, expected: list[PassageRole]) -> None:
    text = "Quay stays shut\n\n" + " ".join(
        f"Day {i} saw the quay asleep." for i in range(sentences)
    )
    annotations = Annotations(build_document(text), FakeEngine(), Call())
    found = await find_passages(annotations, Target("quay", TargetKind.TOPIC), wide=True)
    assert roles_of(annotations, found.passages) == expected
