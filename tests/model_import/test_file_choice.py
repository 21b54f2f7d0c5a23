"""Which files of a repository are taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.model_import.errors import CannotAdd
from service.model_import.file_choice import choose, shards
from service.model_import.snapshot import SnapshotFile

PLAIN = ["config.json", "model.safetensors", "tokenizer.json"]


def test_safetensors_and_a_fast_tokenizer_are_taken_as_they_are() -> None:
    there = [*PLAIN, "pytorch_model.bin", "vocab.txt", "model.onnx", "modeling_x.py", "README.md"]
    found = choose([*there, "tokenizer_config.json"])
    assert found.descriptions == ("config.json", "tokenizer_config.json")
    assert (found.tokenizer, found.weights) == (("tokenizer.json",), "model.safetensors")
    assert found.converted == ()
    assert not found.sharded


@pytest.mark.parametrize(
    ("files", "tokenizer"),
    [
        (["vocab.json", "merges.txt"], ("vocab.json", "merges.txt")),
        (["vocab.txt"], ("vocab.txt",)),
        (["spm.model", "vocab.txt"], ("vocab.txt",)),
        (["spm.model"], ("spm.model",)),
        (["spiece.model"], ("spiece.model",)),
        (["sentencepiece.bpe.model"], ("sentencepiece.bpe.model",)),
        (["tokenizer.model"], ("tokenizer.model",)),
    ],
)
def test_a_slow_tokenizer_is_converted(files: list[str], tokenizer: tuple[str, ...]) -> None:
    found = choose(["config.json", "model.safetensors", *files])
    assert found.tokenizer == tokenizer
    assert found.converted == ("tokenizer",)


def test_a_pickle_is_converted_if_there_is_nothing_else() -> None:
    found = choose(["config.json", "pytorch_model.bin", "tokenizer.json"])
    assert (found.weights, found.converted) == ("pytorch_model.bin", ("weights",))
    sharded = choose(["config.json", "pytorch_model.bin.index.json", "tokenizer.json"])
    assert sharded.sharded


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (["model.safetensors"], r"no config\.json.*transformers"),
        (["config.json", "tokenizer.json"], "neither safetensors nor"),
        (["config.json", "tokenizer.json", "tf_model.h5"], "only TensorFlow"),
        (["model-q4.gguf", "README.md"], "only GGUF"),
        (["AlignScore-base.ckpt"], "only a checkpoint of training"),
        (["config.json", "model.safetensors"], r"no tokenizer.*save_pretrained"),
        (["config.json", "model.safetensors", "vocab.json"], "no tokenizer"),
    ],
)
def test_what_is_missing_is_named(files: list[str], said: str) -> None:
    with pytest.raises(CannotAdd, match=said):
        choose(files)


def index(folder: Path, content: object) -> Path:
    path = folder / "model.safetensors.index.json"
    path.write_text(json.dumps(content))
    return path


def test_an_index_names_the_parts(tmp_path: Path) -> None:
    files = {n: SnapshotFile(n, 1) for n in ("a.safetensors", "b.safetensors")}
    path = index(
        tmp_path, {"weight_map": dict.fromkeys("xyz", "b.safetensors") | {"w": "a.safetensors"}}
    )
    assert shards(path, files) == ("a.safetensors", "b.safetensors")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"weight_map": {"x": "c.safetensors"}}, "'c.safetensors', which is not there"),
        ({"weight_map": {"x": "../a.safetensors"}}, "is not there"),
        ({"weight_map": {"x": "a.bin"}}, "is not there"),
        ({"weight_map": ["a.safetensors"]}, "is damaged"),
        ({}, "is damaged"),
        ([], "is damaged"),
    ],
)
def test_an_index_that_is_none_is_refused(tmp_path: Path, content: object, said: str) -> None:
    files = {n: SnapshotFile(n, 1) for n in ("a.safetensors", "../a.safetensors", "a.bin")}
    del files["../a.safetensors"]
    with pytest.raises(CannotAdd, match=said):
        shards(index(tmp_path, content), files)
