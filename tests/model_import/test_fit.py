"""Probabilities of an added model are fitted to labelled rows."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomli_w

from service.evaluation.datasets import Row
from service.inference.models.checksum import sha256_of
from service.inference.models.registry import Registry
from service.inference.protocol import Window
from service.inference.torch_backend import TorchBackend
from service.inference.tuning.scores import hypotheses_entailed, probabilities
from service.model_import.errors import CannotAdd
from service.model_import.fit import fit, scaled
from service.model_import.presets import merge
from tests.model_import import checkpoints

WORDS = "council road mayor museum rent wind tram hospital bridge storm".split()
TWO: dict[str, Any] = {
    "architecture": "nli", "nli": {"entailment": "entailment", "not_entailment": "not_entailment"},
}  # fmt: skip
MAPPED: dict[str, Any] = {
    "architecture": "classifier",
    "label_map": {"negative": "against", "neutral": "neutral", "positive": "favor"},
}


def registry(root: Path, labels: tuple[str, ...], reading: dict[str, Any]) -> Registry:
    """A model named "theirs" with random weights."""
    folder = root / "theirs"
    files = checkpoints.save(
        folder / "files", checkpoints.network("bert", labels), tokenizer="words"
    )
    sums = {p.name: sha256_of(p) for p in files.iterdir()}
    made = {
        "name": "theirs", "task": "stance", "version": "1", "licence": "mit",
        "labels": ["against", "neutral", "favor"], "pair": "required", "max_tokens": 128, **reading,
        "base": {"name": "theirs", "licence": "mit", "path": "files", "files": sums},
    }  # fmt: skip
    (folder / "model.toml").write_text(tomli_w.dumps(made))
    return Registry(root, root)


def changed(root: Path, keys: Any) -> Registry:
    """The model with keys laid over its manifest."""
    import tomllib

    path = root / "theirs" / "model.toml"
    found = tomllib.loads(path.read_text())
    merge(found, keys)
    path.write_text(tomli_w.dumps(found))
    return Registry(root, root)


def rows(count: int = 200) -> list[Row]:
    """Texts with labels that have nothing to do with them, most of them neutral."""
    chance = random.Random(3)
    made = []
    for _ in range(count):
        text = " ".join(chance.choices(WORDS, k=8))
        label = chance.choices((0, 1, 2), (1, 4, 1))[0]
        made.append(Row(text, chance.choice(WORDS), label))
    return made


def served(root: Path) -> np.ndarray[Any, Any]:
    """The probabilities of the rows as the service computes them."""
    backend = TorchBackend(Registry(root, root), threads=1)
    backend.load()
    return probabilities(backend, "theirs", [Window(r.text, r.target) for r in rows()])


def test_a_threshold_moves_the_verdicts_to_where_the_labels_are(tmp_path: Path) -> None:
    found = fit(registry(tmp_path, checkpoints.NLI2, TWO), "theirs", rows())
    assert found.after.log_loss < found.before.log_loss
    assert found.after.rows == found.before.rows >= 30
    changed(tmp_path, found.keys)
    likeliest = np.bincount(served(tmp_path).argmax(axis=1), minlength=3)
    assert likeliest.argmax() == 1  # as most of the rows


def test_a_temperature_calms_a_model_that_is_too_sure(tmp_path: Path) -> None:
    sure = {**MAPPED, "temperature": 0.1}
    found = fit(registry(tmp_path, checkpoints.POLARITY, sure), "theirs", rows())
    assert found.keys["temperature"] > 0.15
    assert found.after.log_loss < found.before.log_loss
    assert found.after.accuracy == found.before.accuracy
    before = served(tmp_path)
    changed(tmp_path, found.keys)
    after = served(tmp_path)
    assert after.max(axis=1).mean() < before.max(axis=1).mean()
    powers = before ** (0.1 / found.keys["temperature"])
    assert after == pytest.approx(powers / powers.sum(axis=1, keepdims=True), abs=1e-3)


def test_threshold_and_temperature_are_those_of_the_service(tmp_path: Path) -> None:
    windows = [Window(r.text, r.target) for r in rows(20)]
    found = registry(tmp_path, checkpoints.NLI2, TWO)
    plain, fitted = (
        TorchBackend(given, threads=1)
        for given in (found, changed(tmp_path, {"temperature": 2.0, "nli": {"threshold": 0.8}}))
    )
    sides = []
    for backend in (plain, fitted):
        backend.load()
        sides.append(hypotheses_entailed(backend, "theirs", windows))
    for before, after in zip(*sides, strict=True):
        odds = np.log(before / (1 - before)).astype(float)
        assert after == pytest.approx(scaled(odds, 0.8, 2.0), abs=1e-4)


def test_too_few_rows_are_told(tmp_path: Path) -> None:
    with pytest.raises(CannotAdd, match=r"--rows: 20 rows of .* give at least 60"):
        fit(registry(tmp_path, checkpoints.NLI2, TWO), "theirs", rows(20))


def test_sums_of_labels_are_not_fitted(tmp_path: Path) -> None:
    several = {**MAPPED, "label_map": dict.fromkeys(("negative", "neutral"), "against")
               | {"positive": "favor"}}  # fmt: skip
    with pytest.raises(CannotAdd, match="leave --rows out"):
        fit(registry(tmp_path, checkpoints.POLARITY, several), "theirs", rows())
