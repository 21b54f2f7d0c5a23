"""Prepared weights: the same scores from a mapped file, without the network's own files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import torch

from service.inference.manifest.entry import ModelFileError
from service.inference.models.registry import Registry
from service.inference.models.shared_weights import prepare, prepare_apart, read
from service.inference.models.weight_pool import WeightPool
from service.inference.protocol import Window
from service.inference.torch_backend import TorchBackend
from tests.conftest import settings
from tests.inference import tiny
from tests.inference.models.test_other_models import (
    FIVE_STARS,
    NLI,
    STARS,
    distilbert,
    roberta,
    save,
)

WINDOWS = [Window("the council closes the road", "the road"), Window("bad", "mayor")]


def scores(registry: Registry, name: str, precision: str, folder: Path | None) -> np.ndarray:
    backend = TorchBackend(registry, 1, precision, folder)  # type: ignore[arg-type]
    backend.load()
    assert backend.infos()[name].precision == precision
    return backend.run(name, backend.tokenise(name, WINDOWS))


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_prepared_weights_score_the_same(
    tmp_path: Path, precision: Literal["fp32", "bf16"]
) -> None:
    registry = save(tmp_path, roberta(), NLI)
    folder = tmp_path / "prepared"
    folder.mkdir()
    prepare(registry, precision, folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    built = scores(registry, "theirs", precision, None)
    (tmp_path / "checkpoint" / "model.safetensors").unlink()
    assert np.array_equal(scores(registry, "theirs", precision, folder), built)


def test_a_label_map_survives(tmp_path: Path) -> None:
    registry = save(tmp_path, distilbert(STARS), FIVE_STARS)
    folder = tmp_path / "prepared"
    folder.mkdir()
    prepare(registry, "fp32", folder)
    built = scores(registry, "theirs", "fp32", None)
    assert np.array_equal(scores(registry, "theirs", "fp32", folder), built)


def test_workers_read_them_without_transformers(tmp_path: Path) -> None:
    registry = Registry(*tiny.make(tmp_path))
    folder = tmp_path / "prepared"
    folder.mkdir()
    prepare(registry, "fp32", folder)
    program = f"""
import sys
from pathlib import Path
from service.inference.torch_backend import TorchBackend
from service.inference.models.registry import Registry
from service.inference.protocol import Window
registry = Registry(Path({str(registry.models_dir)!r}), Path({str(registry.cache_dir)!r}))
backend = TorchBackend(registry, 1, "fp32", Path({str(folder)!r}))
backend.load()
backend.run("tiny", backend.tokenise("tiny", [Window("bad", "mayor")]))
assert "transformers" not in sys.modules
[mapped] = {{line.split()[-1] for line in open("/proc/self/maps") if "tensors.safetensors" in line}}
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_tensors_of_several_models_are_held_once(tmp_path: Path) -> None:
    registry = Registry(*tiny.make(tmp_path))
    folder = tmp_path / "prepared"
    folder.mkdir()
    prepare(registry, "fp32", folder)
    network = read(folder)["tiny"]
    pool = WeightPool()
    first = pool.share(network.layout)
    copies = [tensor.clone() for tensor in network.layout.tables]
    changed = copies[0].clone()
    changed[0, 0] += 1
    second = pool.share(network.layout._replace(tables=[changed, *copies[1:]]))
    assert second.tables[1].data_ptr() == first.tables[1].data_ptr()
    assert second.tables[0].data_ptr() != first.tables[0].data_ptr()
    assert torch.equal(second.tables[0], changed)


def test_in_a_process_of_its_own(tmp_path: Path) -> None:
    models, cache = tiny.make(tmp_path)
    given = settings(models_dir=models, cache_dir=cache, precision="fp32")
    folder = tmp_path / "prepared"
    folder.mkdir()
    prepare_apart(given, folder)
    assert list(read(folder)) == ["tiny"]
    (cache / tiny.BASE / "model.safetensors").unlink()
    with pytest.raises(ModelFileError, match=r"model\.safetensors: is missing"):
        prepare_apart(given, folder)


def test_what_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    models, cache = tiny.make(tmp_path)
    given = settings(models_dir=models, cache_dir=cache, precision="fp32")
    folder = tmp_path / "prepared"
    folder.mkdir()
    (folder / "tensors.safetensors").mkdir()
    with pytest.raises(OSError, match=r"(?i)directory"):
        prepare_apart(given, folder)


def test_a_folder_without_prepared_weights_is_named(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ModelFileError, match="holds no prepared weights"):
            read(folder)
