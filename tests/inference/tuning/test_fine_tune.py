"""A classifier learns from labelled rows what validation rows confirm, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.inference.models.hf_loader import LoadedModel
from service.inference.models.registry import Registry
from service.inference.protocol import Window
from service.inference.tuning.fine_tune import FineTuning, LabelledWindow, fine_tune
from tests.inference import tiny

GOOD = LabelledWindow(Window("the road is good", "road"), 2)
BAD = LabelledWindow(Window("the road was bad", "road"), 0)
HOW = FineTuning(rank=4, epochs=3, rate=2e-2, batch=8, max_tokens=32)


@pytest.fixture
def model(tmp_path: Path) -> LoadedModel:
    return Registry(*tiny.make(tmp_path)).load("tiny")


def test_it_learns_and_tells_how_far_it_is(model: LoadedModel) -> None:
    told: list[float] = []
    found = fine_tune(model, [GOOD, BAD] * 40, [GOOD, BAD], HOW, told.append)
    assert found.epoch > 0
    assert found.losses[found.epoch] == min(found.losses) < found.losses[0]
    assert len(found.losses) == HOW.epochs + 1
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert {name.split(".")[0] for name in found.head} == {"classifier"}
    assert any(up.abs().max() > 0 for up, _ in found.changes.values())


def test_what_validation_rows_contradict_is_not_kept(model: LoadedModel) -> None:
    turned = [LabelledWindow(GOOD.window, 0), LabelledWindow(BAD.window, 2)]
    learnt = fine_tune(model, [GOOD, BAD] * 40, [GOOD, BAD], HOW)
    assert learnt.epoch > 0
    found = fine_tune(model, [GOOD, BAD] * 5, [GOOD, BAD], FineTuning(epochs=1, rate=1e-9))
    assert found.losses[0] == pytest.approx(found.losses[1], rel=1e-3)
    contrary = fine_tune(model, turned * 40, [GOOD, BAD], HOW)
    assert contrary.epoch == 0
    assert all(float(up.abs().max()) == 0.0 for up, _ in contrary.changes.values())


def test_windows_longer_than_the_limit_are_read_from_the_start(model: LoadedModel) -> None:
    long = LabelledWindow(Window("the road is good " * 60, "road"), 2)
    found = fine_tune(model, [long, BAD] * 8, [long, BAD], FineTuning(epochs=1, max_tokens=16))
    assert len(found.losses) == 2
