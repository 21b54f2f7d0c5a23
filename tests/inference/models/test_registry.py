"""Models are loaded from verified files only, and score as plain transformers would."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertForSequenceClassification

from service.inference.manifest.entry import PROFILES, ModelFileError
from service.inference.models.registry import Registry
from service.inference.protocol import Window
from service.inference.torch_backend import TorchBackend
from service.tasks.registry import MODEL_NEEDS
from tests.inference import tiny
from tests.inference.networks import evaluating


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tiny.make(tmp_path)


def test_lists_what_the_folder_holds(folders: tuple[Path, Path]) -> None:
    registry = Registry(*folders)
    assert list(registry.served) == [("stance", profile) for profile in PROFILES]
    info = registry.info("tiny")
    assert (info.version, info.labels) == ("0.1.0", ("against", "neutral", "favor"))
    assert info.profiles == PROFILES


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
    with pytest.raises(ModelFileError, match=r"layer\.9.*the model has not"):
        Registry(*folders).load("tiny")


def test_missing_tensors_are_refused(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "tiny" / "weights.safetensors"
    tensors = load_file(path)
    tensors.pop("classifier.weight")
    save_file(tensors, path)
    tiny.write_entry(folders[0].parent)
    with pytest.raises(ModelFileError, match=r"lack the tensor .classifier\.weight"):
        Registry(*folders).load("tiny")


def test_tensors_of_another_shape_are_refused(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "tiny" / "weights.safetensors"
    save_file(load_file(path) | {"classifier.bias": torch.zeros(4)}, path)
    tiny.write_entry(folders[0].parent)
    with pytest.raises(ModelFileError, match=r"classifier\.bias.*does not fit"):
        Registry(*folders).load("tiny")


def test_an_adapter_is_added_to_the_base(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "tiny" / "weights.safetensors"
    linear = "bert.encoder.layer.0.intermediate.dense"
    a, b = torch.randn(4, 16), torch.randn(32, 4)
    head = {k: v for k, v in load_file(path).items() if k.startswith(("classifier", "bert.pooler"))}
    save_file(head | {f"{linear}.lora_A": a, f"{linear}.lora_B": b}, path)
    tiny.write_entry(folders[0].parent)
    toml = folders[0] / "tiny" / "model.toml"
    toml.write_text(toml.read_text().replace('dtype = "float32"', 'dtype = "float32"\nscale = 2.0'))
    module = Registry(*folders).load("tiny").module
    base = load_file(folders[1] / tiny.BASE / "model.safetensors")
    wanted = base[linear.removeprefix("bert.") + ".weight"] + 2.0 * b @ a
    assert torch.allclose(module.state_dict()[f"{linear}.weight"], wanted, atol=1e-5)


def test_two_models_for_one_task_and_profile_are_refused(folders: tuple[Path, Path]) -> None:
    twin = folders[0] / "twin"
    twin.mkdir()
    text = (folders[0] / "tiny" / "model.toml").read_text()
    (twin / "model.toml").write_text(text.replace('name = "tiny"\n', 'name = "twin"\n', 1))
    with pytest.raises(ModelFileError, match="'tiny' too serves stance in the profile 'balanced'"):
        Registry(*folders)


def test_own_models_go_first_and_for_their_profiles_only(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    own = tmp_path / "own" / "mine"
    own.mkdir(parents=True)
    text = (folders[0] / "tiny" / "model.toml").read_text()
    text = text.replace('name = "tiny"\n', 'name = "mine"\nprofiles = ["accurate"]\n', 1)
    (own / "model.toml").write_text(text)
    registry = Registry(*folders, own.parent, ["accurate", "fast"])
    assert registry.served == {("stance", "accurate"): "mine", ("stance", "fast"): "tiny"}
    assert registry.info("mine").profiles == ("accurate",)


def test_a_profile_that_is_not_served_needs_no_files(folders: tuple[Path, Path]) -> None:
    toml = folders[0] / "tiny" / "model.toml"
    toml.write_text('profiles = ["accurate"]\n' + toml.read_text())
    assert Registry(*folders, profiles=["fast"]).entries == {}


def test_an_unknown_key_in_model_toml_is_named(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "tiny" / "model.toml"
    path.write_text("colour = 1\n" + path.read_text())
    with pytest.raises(ModelFileError, match="colour"):
        Registry(*folders)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"no model\.toml"):
        Registry(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere", "nowhere: is not there"),
        ("file", "file: is no folder"),
        ("empty", "empty: holds no model.toml in any of its folders"),
        ("models/tiny", "set COPYDESK_OWN_MODELS_DIR to the folder above it"),
    ],
)
def test_a_folder_of_own_models_must_hold_some(
    folders: tuple[Path, Path], tmp_path: Path, name: str, why: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelFileError) as refused:
        Registry(*folders, tmp_path / name)
    assert why in str(refused.value)
    assert "COPYDESK_OWN_MODELS_DIR" in str(refused.value)


MODEL_FILES = [
    ('name = "tiny"', "name = tiny", r"is not TOML: "),
    ('task = "stance"', "", r"`task` is missing"),
    ('task = "stance"', 'task = "stances"', r"no task here needs a model for 'stances'"),
    ("max_tokens = 32", 'max_tokens = "a"', r"`max_tokens` must be a whole number"),
    ("max_tokens = 32", "max_tokens = 3", r"`max_tokens` must be at least 16"),
    ("max_tokens = 32", "max_token = 32", r"`max_token` is not known here"),
    ('licence = "MIT"', "licence = 3", r"`licence` must be text"),
    ('["against", "neutral", "favor"]', '["favor"]', r"`labels` must name at least two"),
    ('architecture = "classifier"', 'architecture = "encoder"', r"a encoder cannot serve"),
    ('revision = "main"', "", r"`base` `hub` needs a `revision`"),
]


@pytest.mark.parametrize(("old", "new", "why"), MODEL_FILES)
def test_a_bad_model_file_is_one_line_in_plain_words(
    folders: tuple[Path, Path], old: str, new: str, why: str
) -> None:
    path = folders[0] / "tiny" / "model.toml"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(ModelFileError) as refused:
        Registry(*folders, needs=MODEL_NEEDS)
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{path}: ")
    assert why in line
    assert "pydantic" not in line


def reference(folders: tuple[Path, Path], ids: list[int], types: list[int]) -> np.ndarray:
    """Probabilities by transformers alone, one window at a time."""
    base = folders[1] / tiny.BASE
    network = BertForSequenceClassification(BertConfig.from_json_file(base / "config.json"))
    state = {f"bert.{k}": v for k, v in load_file(base / "model.safetensors").items()}
    state |= load_file(folders[0] / "tiny" / "weights.safetensors")
    network.load_state_dict(state)
    evaluating(network)
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
    pieces = backend.tokenise("tiny", windows)
    together = backend.run("tiny", pieces)
    for piece, row in zip(pieces, together, strict=True):
        assert backend.run("tiny", [piece])[0] == pytest.approx(row, abs=1e-5)
        wanted = reference(folders, list(piece.ids), list(piece.type_ids))
        assert row == pytest.approx(wanted, abs=1e-5)


def test_bf16_scores_as_fp32_does_but_for_rounding(folders: tuple[Path, Path]) -> None:
    windows = [Window("the council closes the road", "the road"), Window("bad", "mayor")]
    found = {}
    for precision in ("fp32", "bf16"):
        backend = TorchBackend(Registry(*folders), threads=1, precision=precision)
        backend.load()
        found[precision] = backend.run("tiny", backend.tokenise("tiny", windows))
    assert found["bf16"].dtype == np.float32
    assert not np.array_equal(found["bf16"], found["fp32"])
    assert found["bf16"] == pytest.approx(found["fp32"], abs=0.02)


@pytest.mark.parametrize("words", [1, 24, 25, 26, 27, 28, 100])
def test_windows_around_the_model_length_lose_no_token(
    folders: tuple[Path, Path], words: int
) -> None:
    backend = TorchBackend(Registry(*folders), threads=1)
    backend.load()
    text = " ".join(tiny.WORDS[i % len(tiny.WORDS)] for i in range(words))
    pieces = backend.tokenise("tiny", [Window(text, "the road")])
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


def added(folder: Path, name: str, when: str | None, profiles: tuple[str, ...] = PROFILES) -> None:
    """A copy of the model "tiny" of another name, added at a time if one is given."""
    shutil.copytree(folder / "tiny", folder / name)
    toml = folder / name / "model.toml"
    origin = f'[origin]\nsource = "OWNER/{name}"\nadded = {when}\n' if when else ""
    named = f'name = "{name}"\nprofiles = {json.dumps(profiles)}'
    toml.write_text(
        toml.read_text().replace('name = "tiny"', named, 1).replace("[base]", f"{origin}[base]", 1)
    )


def test_an_added_model_takes_the_place_of_one_beside_it(folders: tuple[Path, Path]) -> None:
    added(folders[0], "theirs", "2026-12-01T10:00:00Z", ("accurate",))
    registry = Registry(*folders)
    assert registry.served["stance", "accurate"] == "theirs"
    assert registry.served["stance", "fast"] == "tiny"
    assert set(registry.names) == {"tiny", "theirs"}


def test_of_two_added_models_the_later_one_serves(folders: tuple[Path, Path]) -> None:
    added(folders[0], "a", "2026-12-01T10:00:00Z")
    added(folders[0], "z", "2026-12-01T09:00:00+01:00")
    registry = Registry(*folders)
    assert set(registry.served.values()) == {"a"}


def test_two_models_of_a_folder_that_were_not_added_contradict(
    folders: tuple[Path, Path],
) -> None:
    added(folders[0], "theirs", None)
    with pytest.raises(ModelFileError, match="too serves stance"):
        Registry(*folders)


def test_a_folder_of_ones_own_goes_before_an_added_model(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    added(folders[0], "mine", None, ("fast",))
    (tmp_path / "own").mkdir()
    shutil.move(folders[0] / "mine", tmp_path / "own" / "mine")
    added(folders[0], "theirs", "2026-12-01T10:00:00Z")
    registry = Registry(*folders, own_dir=tmp_path / "own")
    assert registry.served["stance", "fast"] == "mine"
    assert registry.served["stance", "balanced"] == "theirs"
