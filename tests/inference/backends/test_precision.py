"""Precision and device: by what the machine can do, pretended here."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from service.inference.backends import precision
from service.inference.backends.encoder import Layout
from service.inference.backends.precision import choose, device, gain, put
from service.inference.engine import LocalEngine
from service.inference.manifest.outputs import Device
from service.inference.models.registry import Registry
from service.inference.models.tensor_map import layout
from service.inference.torch_backend import TorchBackend
from service.observability.logging import set_up_logs
from tests.conftest import settings
from tests.inference import tiny
from tests.inference.networks import network

CPU, CUDA = torch.device("cpu"), torch.device("cuda")


@pytest.fixture
def made() -> Layout:
    found = layout(network("mpnet"), 48, torch.float32)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("able", "gained", "chosen"),
    [(True, 2.0, "bf16"), (True, 0.8, "fp32"), (True, 1.0, "fp32"), (False, 2.0, "fp32")],
)
def test_auto_is_bf16_where_the_cpu_can_and_gains_by_it(
    monkeypatch: pytest.MonkeyPatch, made: Layout, able: bool, gained: float, chosen: str
) -> None:
    monkeypatch.setattr(precision, "multiplies_bf16", lambda: able)
    monkeypatch.setattr(precision, "gain", lambda layout: gained)
    assert choose("auto", made, CPU) == chosen
    assert choose("fp32", made, CPU) == "fp32"
    assert choose("bf16", made, CPU) == "bf16"


@pytest.mark.parametrize(("able", "chosen"), [(True, "bf16"), (False, "fp16")])
def test_auto_on_a_gpu(monkeypatch: pytest.MonkeyPatch, able: bool, chosen: str) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: able)
    assert choose("auto", None, CUDA) == chosen


def test_a_gpu_is_taken_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert device() == CUDA
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert device() == CPU


@pytest.mark.parametrize(
    ("wanted", "cuda", "mps", "taken"),
    [
        ("cpu", True, True, "cpu"),
        ("cuda", True, False, "cuda"),
        ("cuda", False, True, "cpu"),
        ("mps", True, True, "mps"),
        ("mps", True, False, "cpu"),
        ("auto", False, True, "cpu"),
    ],
)
def test_a_manifest_may_name_the_device(
    monkeypatch: pytest.MonkeyPatch, wanted: Device, cuda: bool, mps: bool, taken: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert device(wanted).type == taken


def test_a_cpu_takes_fp32_for_fp16() -> None:
    assert choose("fp16", None, CPU) == "fp32"
    assert choose("fp16", None, CUDA) == "fp16"


def test_a_model_that_falls_back_is_logged(tmp_path: Path, logged: list[dict[str, object]]) -> None:
    models, cache = tiny.make(tmp_path)
    toml = models / "tiny" / "model.toml"
    named = 'pair = "required"\nprecision = "fp16"\ndevice = "mps"\n'
    toml.write_text(toml.read_text().replace('pair = "required"\n', named))
    backend = TorchBackend(Registry(models, cache), threads=1)
    backend.load()
    (line,) = [line for line in logged if line["event"] == "model falls back"]
    assert line["model"] == "tiny"
    assert line["device"] == "cpu instead of mps"
    assert line["precision"] == "fp32 instead of fp16"
    assert backend.infos()["tiny"].precision == "fp32"


def test_a_manifest_goes_before_the_setting(tmp_path: Path) -> None:
    models, cache = tiny.make(tmp_path)
    toml = models / "tiny" / "model.toml"
    toml.write_text(toml.read_text().replace("pair = ", 'precision = "bf16"\npair = '))
    backend = TorchBackend(Registry(models, cache), threads=1, precision="fp32")
    backend.load()
    assert backend.infos()["tiny"].precision == "bf16"


def test_the_gain_is_measured(made: Layout) -> None:
    assert gain(made) > 0


def test_every_tensor_goes_to_the_device(made: Layout) -> None:
    moved = put(made, torch.float16, torch.device("meta"))
    assert moved.bias is not None
    tensors = [*moved.tables, *moved.layers, *moved.head, moved.bias]
    assert {(t.device.type, t.dtype) for t in tensors} == {("meta", torch.float16)}
    assert not moved.onednn
    assert put(made, torch.float32).layers[0] is made.layers[0]


@pytest.mark.parametrize(("able", "told"), [(False, True), (True, False)])
def test_bf16_is_told_of_where_the_cpu_has_no_products_of_it(
    able: bool,
    told: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    models, cache = tiny.make(tmp_path)
    monkeypatch.setattr("service.inference.torch_runtime.multiplies_bf16", lambda: able)
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    given = settings(models_dir=models, cache_dir=cache, precision="bf16", log_format="json")
    set_up_logs(given)
    LocalEngine.from_settings(given)
    assert ("COPYDESK_PRECISION is bf16" in capsys.readouterr().err) is told
