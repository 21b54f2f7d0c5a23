"""Models are loaded from verified files only, and score as plain transformers would."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertForSequenceClassification

from service.inference.backend import TorchBackend
from service.inference.model_file import ModelFileError
from service.inference.registry import Registry
from service.inference.types import Window
from tests.inference import tiny


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tiny.make(tmp_path)


def test_lists_what_the_folder_holds(folders: tuple[Path, Path]) -> None:
    registry = Registry(*folders)
    assert registry.tasks == ("stance",)
    info = registry.info("tiny")
    assert (info.version, info.labels) == ("0.1.0", ("against", "neutral", "favor"))


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_changed_base_file_is_named(folders: tuple[Path, Path], name: str) -> None:
    path = folders[1] / tiny.BASE / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelFileError, match=name):
        Registry(*folders).load("tiny")


def test_changed_weights_are_named(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "tiny" / "weights.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    with pytest.raises(ModelFileError, match=r"weights\.safetensors.*sha256"):
        Registry(*folders).load("tiny")


def test_a_missing_file_says_what_to_do(folders: tuple[Path, Path]) -> None:
    (folders[1] / tiny.BASE / "tokenizer.json").unlink()
    with pytest.raises(ModelFileError, match=r"tokenizer\.json.*copydesk models pull"):
        Registry(*folders).load("tiny")


def test_tensors_of_another_model_are_refused(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "tiny" / "weights.safetensors"
    save_file({"bert.encoder.layer.9.output.dense.bias": torch.zeros(16)}, path)
    tiny.write_entry(folders[0].parent)
    with pytest.raises(ModelFileError, match="tensors the model has not"):
        Registry(*folders).load("tiny")


def test_missing_tensors_are_refused(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "tiny" / "weights.safetensors"
    tensors = load_file(path)
    tensors.pop("classifier.weight")
    save_file(tensors, path)
    tiny.write_entry(folders[0].parent)
    with pytest.raises(ModelFileError, match="do not fit"):
        Registry(*folders).load("tiny")


def test_an_unknown_key_in_model_toml_is_named(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "tiny" / "model.toml"
    path.write_text("colour = 1\n" + path.read_text())
    with pytest.raises(ModelFileError, match="colour"):
        Registry(*folders)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"no model\.toml"):
        Registry(tmp_path, tmp_path)


def reference(folders: tuple[Path, Path], ids: list[int], types: list[int]) -> np.ndarray:
    """Probabilities by transformers alone, one window at a time."""
    base = folders[1] / tiny.BASE
    network = BertForSequenceClassification(BertConfig.from_json_file(base / "config.json"))
    state = {f"bert.{k}": v for k, v in load_file(base / "model.safetensors").items()}
    state |= load_file(folders[0] / "tiny" / "weights.safetensors")
    network.load_state_dict(state)
    network.eval()
    with torch.inference_mode():
        logits = network(input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([types])).logits
    return np.asarray(torch.softmax(logits / 2.0, dim=1)[0])


def test_alone_and_in_a_batch_as_plain_transformers(folders: tuple[Path, Path]) -> None:
    backend = TorchBackend(Registry(*folders), threads=1)
    backend.load()
    windows = [
        Window("the council closes the road", "the road"),
        Window("bad", "mayor"),
        Window("the mayor is not very good and the harbour opens", "harbour road"),
    ]
    pieces = backend.tokenise("stance", windows)
    together = backend.run("stance", pieces)
    for piece, row in zip(pieces, together, strict=True):
        assert backend.run("stance", [piece])[0] == pytest.approx(row, abs=1e-5)
        wanted = reference(folders, list(piece.ids), list(piece.type_ids))
        assert row == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize("words", [1, 24, 25, 26, 27, 28, 100])
def test_windows_around_the_model_length_lose_no_token(
    folders: tuple[Path, Path], words: int
) -> None:
    backend = TorchBackend(Registry(*folders), threads=1)
    backend.load()
    text = " ".join(tiny.WORDS[i % len(tiny.WORDS)] for i in range(words))
    pieces = backend.tokenise("stance", [Window(text, "the road")])
    assert all(len(p) <= 32 for p in pieces)
    assert (len(pieces) == 1) == (words <= 32 - 3 - 2)
    seen = [i for i, t in zip(pieces[0].ids, pieces[0].type_ids, strict=True) if t][:-1]
    for piece in pieces[1:]:
        text_ids = [i for i, t in zip(piece.ids, piece.type_ids, strict=True) if t][:-1]
        overlap = next(
            k for k in range(len(text_ids), -1, -1) if seen[len(seen) - k :] == text_ids[:k]
        )
        seen += text_ids[overlap:]
    assert len(seen) >= words
