"""Checkpoints of strangers become safetensors and a fast tokenizer, or are refused."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
import sentencepiece
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from service.inference.models import convert
from service.inference.models.convert import CannotConvert
from tests.model_import import checkpoints


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A checkpoint as it was saved before safetensors."""
    network = checkpoints.network("bert", checkpoints.POLARITY)
    return checkpoints.as_pickle(checkpoints.save(tmp_path / "source", network))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    made.mkdir()
    (made / "tokenizer.json").write_text("{}")
    return made


def tensors(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model.safetensors")


def unpickled(source: Path) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = torch.load(source / "pytorch_model.bin", weights_only=True)
    return found


def same(found: dict[str, torch.Tensor], wanted: dict[str, torch.Tensor]) -> bool:
    return found.keys() == wanted.keys() and all(torch.equal(found[n], wanted[n]) for n in wanted)


def test_a_pickle_becomes_safetensors_with_the_same_tensors(source: Path, folder: Path) -> None:
    convert.convert(source, folder)
    assert same(tensors(folder), unpickled(source))


@pytest.mark.parametrize("key", ["state_dict", "model_state_dict"])
def test_a_checkpoint_of_training_holds_them_inside(source: Path, folder: Path, key: str) -> None:
    wanted = unpickled(source)
    torch.save({key: wanted, "epoch": 3}, source / "pytorch_model.bin")
    convert.convert(source, folder)
    assert same(tensors(folder), wanted)


def test_a_file_of_an_old_torch_is_read(source: Path, folder: Path) -> None:
    wanted = unpickled(source)
    torch.save(wanted, source / "pytorch_model.bin", _use_new_zipfile_serialization=False)
    convert.convert(source, folder)
    assert same(tensors(folder), wanted)


def test_tensors_that_share_memory_are_written_each(source: Path, folder: Path) -> None:
    shared = torch.arange(6.0).reshape(2, 3)
    torch.save({"a": shared, "b": shared, "c": shared.t()}, source / "pytorch_model.bin")
    convert.convert(source, folder)
    found = tensors(folder)
    assert torch.equal(found["a"], shared)
    assert torch.equal(found["b"], shared)
    assert torch.equal(found["c"], shared.t())


def test_parts_become_parts_with_an_index(source: Path, folder: Path) -> None:
    wanted = unpickled(source)
    names = sorted(wanted)
    places: dict[str, str] = {}
    for part, some in enumerate((names[::2], names[1::2])):
        file = f"pytorch_model-{part}.bin"
        torch.save({name: wanted[name] for name in some}, source / file)
        places |= dict.fromkeys(some, file)
    (source / "pytorch_model.bin").unlink()
    index = source / "pytorch_model.bin.index.json"
    index.write_text(json.dumps({"weight_map": places}))
    convert.convert(source, folder)
    found = json.loads((folder / "model.safetensors.index.json").read_text())["weight_map"]
    assert set(found.values()) == {
        "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
    }  # fmt: skip
    made = {name: load_file(folder / file)[name] for name, file in found.items()}
    assert same(made, wanted)


class Hostile:
    """What a pickle of an attacker does when it is read in the ordinary way."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("wrapped", [False, True])
def test_code_in_a_pickle_is_not_run(
    source: Path, folder: Path, tmp_path: Path, wrapped: bool
) -> None:
    mark = tmp_path / "was-run"
    path = source / "pytorch_model.bin"
    if wrapped:
        torch.save(unpickled(source) | {"x": Hostile(mark)}, path)
    else:
        path.write_bytes(pickle.dumps(Hostile(mark)))
    with pytest.raises(CannotConvert, match=r"pytorch_model\.bin holds more than tensors"):
        convert.convert(source, folder)
    assert not mark.exists()
    assert not (folder / "model.safetensors").exists()


@pytest.mark.parametrize("content", [{}, [1, 2], {"a": 1}, {"state_dict": {"a": "b"}}])
def test_what_holds_no_tensors_is_refused(source: Path, folder: Path, content: Any) -> None:
    torch.save(content, source / "pytorch_model.bin")
    with pytest.raises(CannotConvert, match="no tensors by name"):
        convert.convert(source, folder)


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"PK\x03\x04 half of a zip"])
def test_a_damaged_file_is_refused(source: Path, folder: Path, content: bytes) -> None:
    (source / "pytorch_model.bin").write_bytes(content)
    with pytest.raises(CannotConvert, match="damaged"):
        convert.convert(source, folder)


SENTENCES = (
    "The council voted on Monday to close the harbour road to cars.",
    "“Never!” said Tom Reyes — who owns a café on the quay.",
    "  two  spaces, 12.5 % and a newline\nhere ",
)


@pytest.mark.parametrize(
    ("kind", "file", "tokenizer"),
    [
        ("t5", "spiece.model", "T5Tokenizer"),
        ("deberta-v2", "spm.model", "DebertaV2Tokenizer"),
        ("pegasus", "spiece.model", "PegasusTokenizer"),
    ],
)
def test_a_sentencepiece_model_becomes_a_fast_tokenizer(
    tmp_path: Path, kind: str, file: str, tokenizer: str
) -> None:
    labels = checkpoints.NLI2 if kind == "deberta-v2" else ()
    source = checkpoints.save(
        tmp_path / "source", checkpoints.network(kind, labels), tokenizer=None
    )
    checkpoints.sentencepiece_model(source / file)
    checkpoints.changed(
        source / "tokenizer_config.json", lambda found: found.update(tokenizer_class=tokenizer)
    )
    made = tmp_path / "made"
    made.mkdir()
    (made / "model.safetensors").write_bytes(b"")
    convert.convert(source, made)
    fast = Tokenizer.from_file(str(made / "tokenizer.json"))
    slow = sentencepiece.SentencePieceProcessor(model_file=str(source / file))
    for sentence in SENTENCES[:2]:
        wanted = slow.encode(sentence, out_type=str)
        found = fast.encode(sentence, add_special_tokens=False).tokens
        unknown = {fast.id_to_token(2), "<unk>", "[UNK]"}
        assert [a for a, b in zip(found, wanted, strict=True) if a != b and a not in unknown] == []


def test_vocabulary_and_merges_become_a_fast_tokenizer(tmp_path: Path) -> None:
    network = checkpoints.network("roberta", checkpoints.POLARITY)
    source = checkpoints.save(tmp_path / "source", network, tokenizer=None)
    whole = json.loads(checkpoints.fast_tokenizer("bytes"))
    vocabulary = {
        {"[PAD]": "<pad>", "[UNK]": "<unk>", "[SEP]": "<mask>"}.get(token, token): number
        for token, number in whole["model"]["vocab"].items()
    }
    (source / "vocab.json").write_text(json.dumps(vocabulary))
    merges = ["#version: 0.2", *(" ".join(pair) for pair in whole["model"]["merges"])]
    (source / "merges.txt").write_text("\n".join(merges))
    checkpoints.changed(
        source / "tokenizer_config.json",
        lambda found: found.update(tokenizer_class="RobertaTokenizer"),
    )
    made = tmp_path / "made"
    made.mkdir()
    (made / "model.safetensors").write_bytes(b"")
    convert.convert(source, made)
    fast = Tokenizer.from_file(str(made / "tokenizer.json"))
    pair = fast.encode("the road", "a ban").tokens
    assert (pair[0], pair[-1]) == ("<s>", "</s>")
    assert pair.count("</s>") == 3
    plain = Tokenizer.from_str(json.dumps(whole))
    found = fast.encode("the harbour road", add_special_tokens=False).ids
    assert found == plain.encode("the harbour road", add_special_tokens=False).ids


def test_a_tokenizer_that_is_none_is_refused(source: Path, tmp_path: Path) -> None:
    (source / "tokenizer.json").unlink()
    (source / "spm.model").write_bytes(b"not a model")
    made = tmp_path / "made"
    made.mkdir()
    (made / "model.safetensors").write_bytes(b"")
    with pytest.raises(CannotConvert, match="tokenizer"):
        convert.convert(source, made)


def test_faults_are_the_last_line_and_a_code_of_their_own(
    source: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "_limit", lambda mib, seconds: None)
    assert convert.main([str(source), str(folder), "100", "10"]) == 0
    (folder / "model.safetensors").unlink()
    (source / "pytorch_model.bin").write_bytes(b"no")
    assert convert.main([str(source), str(folder), "100", "10"]) == convert.REFUSED
    assert "damaged" in capsys.readouterr().err.splitlines()[-1]
    (source / "pytorch_model.bin").unlink()
    assert convert.main([str(source), str(folder), "100", "10"]) == convert.REFUSED
    assert "pytorch_model.bin.index.json" in capsys.readouterr().err
