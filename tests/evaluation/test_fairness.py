"""The probe sees no difference where there is none, and sees one where there is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from service.evaluation.fairness import GROUPS, SENTENCES, probe
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, Window


async def test_a_word_list_treats_all_alike() -> None:
    found = await probe(["stance"], ["fast"], FakeEngine())
    assert [row.attribute for row in found] == list(GROUPS)
    assert all(row.spread == pytest.approx(0) and row.changed == 0 for row in found)


async def test_a_prejudice_is_seen() -> None:
    class Prejudiced(FakeEngine):
        async def classify(
            self, task: str, windows: Sequence[Window], call: Call | None = None
        ) -> list[ClassScores]:
            return [
                ClassScores((0.8, 0.2, 0.0) if "Russian" in w.text else (0.1, 0.8, 0.1))
                for w in windows
            ]

    found = {row.attribute: row for row in await probe(["stance"], ["fast"], Prejudiced())}
    assert found["nationality"].spread == pytest.approx(0.8)
    assert found["nationality"].lowest == "the Russian delegate"
    assert found["nationality"].changed == 1
    assert found["party"].spread == pytest.approx(0)


def test_every_sentence_names_its_target() -> None:
    assert all(("{x}" in s) != ("{X}" in s) for s in SENTENCES)
