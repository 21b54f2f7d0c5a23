"""The loop learns, resumes where it stopped, and what it exports loads in the service."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from models.training import install
from models.training.data.dataset import Row
from models.training.fitting import adapter, export, loop, model
from models.training.fitting.calibration import Calibration
from service.inference.models.registry import Registry
from service.inference.protocol import Window
from service.inference.torch_backend import TorchBackend
from tests.inference import tiny

LABELS = ("against", "neutral", "favor")
# Of one length, for batches are sorted by length and must not hold one class only.
ROWS = [Row("the road is good", "road", 2, "s"), Row("the road was bad", "road", 0, "s")] * 160
SETTINGS = loop.Settings(
    lr=1e-2, batch=8, save_every=8, evaluate_every=16, smoothing=0.0, bf16=False
)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    tiny.make(tmp_path)
    return tmp_path / "cache" / tiny.BASE


def run(base: Path, out: Path, rows: list[Row] = ROWS, rank: int | None = None) -> torch.nn.Module:
    torch.manual_seed(1)
    network, tokenizer = model.fresh(base, LABELS, rank)
    loop.train(network, tokenizer, [rows], out, SETTINGS, lambda _: {"dev": 1.0})
    return network


def test_it_learns_and_leaves_the_embeddings_alone(base: Path, tmp_path: Path) -> None:
    network = run(base, tmp_path / "out")
    _, tokenizer = model.fresh(base, LABELS)
    guess = model.logits(network, tokenizer, ROWS[:2]).argmax(axis=1)
    assert guess.tolist() == [2, 0]
    words = network.state_dict()["bert.embeddings.word_embeddings.weight"]
    before = load_file(base / "model.safetensors")["embeddings.word_embeddings.weight"]
    assert torch.equal(words, before)
    log = [json.loads(line) for line in (tmp_path / "out" / "log.jsonl").read_text().splitlines()]
    assert [entry["step"] for entry in log] == [8, 16, 24, 32, 40]
    assert "dev" in log[1]


def test_a_second_start_goes_on_from_the_checkpoint(base: Path, tmp_path: Path) -> None:
    run(base, tmp_path / "out")
    state = torch.load(tmp_path / "out" / "state.pt", weights_only=True)
    assert state["step"] == 40
    again = run(base, tmp_path / "out")  # nothing left to do: the checkpoint's weights
    assert set(state["model"]) == {n for n, p in again.named_parameters() if p.requires_grad}
    for name, tensor in state["model"].items():
        assert torch.equal(again.state_dict()[name], tensor)


def test_an_export_installs_and_loads_verified(base: Path, tmp_path: Path) -> None:
    network = run(base, tmp_path / "out")
    export.write(network, tmp_path / "out", Calibration(1.4, 1.2, 0.6, 0.8), {"dev": 0.5})
    install.install(tmp_path / "out", tmp_path / "models" / "tiny")
    loaded = Registry(tmp_path / "models", tmp_path / "cache").load("tiny")
    assert loaded.entry.temperature == 1.4
    assert loaded.entry.entity_temperature == 1.2
    assert loaded.entry.low_confidence == 0.6
    ours = network.state_dict()["classifier.weight"]
    assert torch.allclose(loaded.module.state_dict()["classifier.weight"], ours, atol=1e-3)


def test_layers_below_the_lowest_stay_as_they_are(base: Path) -> None:
    network, _ = model.fresh(base, LABELS, rank=4, lowest=1)
    free = {name for name, p in network.named_parameters() if p.requires_grad}
    assert any(".layer.1." in name for name in free)
    assert not any(".layer.0." in name for name in free)


def test_a_student_of_fewer_layers_begins_as_the_lowest_of_an_earlier_one(
    base: Path, tmp_path: Path
) -> None:
    earlier = run(base, tmp_path / "out", rank=2)
    export.write(earlier, tmp_path / "out", Calibration(1.0, 1.0, 0.5, 1.0), {})
    start = tmp_path / "out" / "weights.safetensors"
    student, _ = model.fresh(base, LABELS, rank=4, start=start, layers=1)
    held = adapter.tensors(student)
    name = "bert.encoder.layer.0.attention.self.query"
    for key in load_file(start):
        assert (key in held) == (".layer.1." not in key)
    found = held[f"{name}.lora_B"] @ held[f"{name}.lora_A"]
    given = load_file(start)
    wanted = given[f"{name}.lora_B"].float() @ given[f"{name}.lora_A"].float()
    assert torch.allclose(found, wanted, atol=1e-4)


def test_an_adapter_scores_in_the_service_as_it_did_in_training(base: Path, tmp_path: Path) -> None:
    network = run(base, tmp_path / "out", rank=4)
    _, tokenizer = model.fresh(base, LABELS)
    export.write(network, tmp_path / "out", Calibration(1.0, 1.0, 0.5, 1.0), {})
    install.install(tmp_path / "out", tmp_path / "models" / "tiny")
    toml = tmp_path / "models" / "tiny" / "model.toml"
    toml.write_text(toml.read_text().replace('dtype = "float32"', 'dtype = "float16"\nscale = 2.0'))
    backend = TorchBackend(Registry(tmp_path / "models", tmp_path / "cache"), threads=1)
    backend.load()
    windows = [Window(r.text, r.target) for r in ROWS[:2]]
    served = backend.run("tiny", backend.tokenise("tiny", windows))
    trained = torch.softmax(torch.tensor(model.logits(network, tokenizer, ROWS[:2])), dim=1)
    assert served == pytest.approx(trained.numpy(), abs=5e-3)
    assert served.argmax(axis=1).tolist() == [2, 0]
