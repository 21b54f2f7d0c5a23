"""A served model fitted to rows, from the file to a folder that serves."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from service.config.settings import Settings
from service.evaluation.datasets import Row
from service.inference.models.registry import Registry
from service.inference.tuning.fine_tune import FineTuning
from service.tuning.tune import CONTRAST, OWN_ROWS, CannotTune, TuningOrder, tune
from tests.inference import tiny

WORDS = ("the council", "a road", "the mayor", "the harbour", "a council", "the road", "a mayor")
ENDS = ("", " and the road", " of the harbour", " and the mayor", " of a council")
ROWS = [
    Row(f"{who} {verb} {'very ' * often}{tone}{end}", "road", label)
    for who in WORDS
    for verb in ("is", "was")
    for often in (0, 1)
    for end in ENDS
    for tone, label in (("good", 2), ("bad", 0))
]
HOW = FineTuning(rank=4, epochs=3, rate=1e-2, max_tokens=32)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    models, cache = tiny.make(tmp_path)
    toml = models / "tiny" / "model.toml"
    toml.write_text(toml.read_text().replace('dtype = "float32"', 'dtype = "float16"'))
    return Settings(
        _env_file=None, models_dir=models, cache_dir=cache, profiles=["fast"], profile="fast"
    )


def test_a_tuned_model_is_better_and_serves_in_the_place_of_the_old_one(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "own" / "roads"
    found = tune(settings, ROWS, TuningOrder("stance", "fast", folder), HOW)
    before, after = found.tables[OWN_ROWS]
    assert after.macro_f1 > max(before.macro_f1, 0.9)
    assert after.log_loss < before.log_loss
    assert set(found.tables) == {OWN_ROWS, CONTRAST}
    made = tomllib.loads((folder / "model.toml").read_text())
    assert (made["name"], made["profiles"]) == ("roads", ["fast"])
    own = settings.model_copy(update={"own_models_dir": folder.parent})
    registry = Registry.from_settings(own)
    assert registry.served["stance", "fast"] == "roads"
    registry.verify("roads")
    card = (folder / "card.md").read_text()
    assert f"| macro-F1 | {before.macro_f1:.3f} | {after.macro_f1:.3f} |" in card
    assert sorted(path.name for path in folder.parent.iterdir()) == ["roads"]


def test_recalibration_keeps_the_weights(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "own" / "same"
    found = tune(settings, ROWS, TuningOrder("stance", "fast", folder, recalibrate=True), HOW)
    before, after = found.tables[OWN_ROWS]
    assert after.accuracy == before.accuracy
    old = settings.models_dir / "tiny" / "weights.safetensors"
    assert (folder / "weights.safetensors").read_bytes() == old.read_bytes()
    assert "The weights are those of the original" in found.what


def test_a_folder_that_is_there_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    with pytest.raises(CannotTune, match="is there already"):
        tune(settings, ROWS, TuningOrder("stance", "fast", tmp_path / "own"), HOW)


def test_a_model_without_weights_of_its_own_is_refused(settings: Settings, tmp_path: Path) -> None:
    toml = settings.models_dir / "tiny" / "model.toml"
    toml.write_text(toml.read_text().split("[weights]")[0])
    with pytest.raises(CannotTune, match="tiny has no trained weights"):
        tune(settings, ROWS, TuningOrder("stance", "fast", tmp_path / "own" / "x"), HOW)
    assert not (tmp_path / "own").exists()
