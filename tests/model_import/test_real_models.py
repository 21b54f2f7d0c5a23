"""The trial of an added model tells a right reading from wrong ones, with built-in weights."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from service.inference.models.registry import Registry
from service.model_import.add import Adding
from service.model_import.downloads import LocalSource
from service.model_import.draft import ReadingOptions
from service.model_import.plan import AddOrder
from service.model_import.sanity import SanityReport
from service.model_import.snapshot import ModelReference
from service.tasks.registry import MODEL_NEEDS
from tests.conftest import settings

pytestmark = pytest.mark.models
PAIRS = "contrast pairs, pairs with both sides right"


def exported(name: str, labels: tuple[str, ...], to: Path) -> Path:
    """A built-in model as its checkpoint would be on a hub, with labels of these names."""
    registry = Registry.from_settings(settings())
    module: Any = registry.load(name).module
    module.config.id2label = dict(enumerate(labels))
    module.config.label2id = {label: at for at, label in enumerate(labels)}
    module.save_pretrained(to)
    shutil.copy(registry.base_folder(name) / "tokenizer.json", to)
    return to


def tried(folder: Path, root: Path, task: str, **options: Any) -> SanityReport:
    given = settings(own_models_dir=root / "own")
    order = AddOrder(
        ModelReference(folder=folder), task, ReadingOptions(name=f"added-{task}", **options)
    )
    adding = Adding(order, given, LocalSource(), MODEL_NEEDS)
    report = adding.add(adding.plan()).report
    assert report is not None
    return report


def test_a_right_reading_has_the_figures_of_the_built_in_model(tmp_path: Path) -> None:
    folder = exported("stance-minilm", ("against", "neutral", "favor"), tmp_path / "stance")
    right = tried(folder, tmp_path / "right", "stance", pair="target-first")
    figures = {figure.title: figure.share for figure in right.figures}
    stated = Registry.from_settings(settings()).entries["stance-minilm"].metrics[PAIRS]
    assert figures[PAIRS] == pytest.approx(stated, abs=0.02)
    assert figures["sanity set, right"] >= 0.9
    assert right.doubts == ()
    wrong = tried(folder, tmp_path / "wrong", "stance", pair="text-first")
    assert {f.title: f.share for f in wrong.figures}[PAIRS] < stated - 0.1


def test_labels_the_wrong_way_round_are_noticed(tmp_path: Path) -> None:
    names = ("LABEL_0", "LABEL_1", "LABEL_2")
    folder = exported("sentiment-minilm", names, tmp_path / "sentiment")
    turned = "LABEL_0=positive,LABEL_1=neutral,LABEL_2=negative"
    (doubt,) = tried(folder, tmp_path / "turned", "sentiment", labels=turned).doubts
    assert "the wrong way round" in doubt
    right = "LABEL_0=negative,LABEL_1=neutral,LABEL_2=positive"
    report = tried(folder, tmp_path / "right", "sentiment", labels=right)
    assert report.figures[0].share >= 0.9
    assert report.doubts == ()
