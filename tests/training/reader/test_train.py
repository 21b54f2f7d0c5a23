"""Training learns, resumes where it stopped, and keeps to its schedule."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from models.training.fitting.checkpoint import trained_tensors
from models.training.reader import figures, train
from models.training.reader.batches import Mix
from models.training.reader.network import Reader
from models.training.reader.tokens import text_marks
from models.training.reader.train import Settings
from service.inference.backends.tokenization import read_tokenizer
from tests.training.reader import samples

pytestmark = pytest.mark.usefixtures("one_thread")

SETTINGS = Settings(
    lr=1e-2, passes=8, planned=8, mix=Mix(referred=2, named=1, batch=4), save_every=20, bf16=False
)


def run(root: Path, settings: Settings) -> Reader:
    base = root / "cache" / "tiny-base"
    tokenizer = samples.tokenizer(root) if not base.exists() else read_tokenizer(base)
    torch.manual_seed(1)
    model = Reader(base)
    labelled = samples.documents(tokenizer, 10)
    train.train(model, labelled, text_marks(tokenizer), root / "out", settings)
    return model


def test_it_learns_and_its_figures_are_logged(tmp_path: Path) -> None:
    model = run(tmp_path, SETTINGS)
    lines = (tmp_path / "out" / "log.jsonl").read_text().splitlines()
    log = [json.loads(line) for line in lines]
    assert log[-1]["step"] == log[-1]["of"] == 32
    assert log[-1]["tags"] < log[0]["tags"] / 2
    tokenizer = read_tokenizer(tmp_path / "cache" / "tiny-base")
    found = figures.token_f1(model, samples.documents(tokenizer, 2), text_marks(tokenizer))
    assert found["content"] > 0.9
    assert found["person"] == 1.0


def test_a_second_start_goes_on_from_the_checkpoint(tmp_path: Path) -> None:
    settings = replace(SETTINGS, passes=1)
    once = run(tmp_path, settings)
    assert torch.load(tmp_path / "out" / "state.pt", weights_only=True)["step"] == 4
    again = run(tmp_path, settings)  # nothing is left to do
    for name, tensor in trained_tensors(once).items():
        assert torch.equal(trained_tensors(again)[name], tensor)


def test_a_part_of_the_planned_passes_is_made(tmp_path: Path) -> None:
    labelled = samples.documents(samples.tokenizer(tmp_path), 20)
    batches, planned = train.schedule(labelled, replace(SETTINGS, passes=1.5, planned=3))
    assert (len(batches), planned) == (12, 24)


def test_attributions_alone_leave_the_other_heads(tmp_path: Path) -> None:
    base = samples.base(tmp_path)
    torch.manual_seed(1)
    torch.manual_seed(1)
    fresh = Reader(base).heads.bias.detach().clone()
    settings = replace(SETTINGS, passes=1, attributions_only=True, weight_decay=0.0)
    trained = run(tmp_path, settings).heads.bias.detach()
    assert torch.equal(trained[-64:], fresh[-64:])
    assert not torch.equal(trained[:7], fresh[:7])
