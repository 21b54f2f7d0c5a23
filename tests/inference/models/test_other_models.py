"""Other people's models take a task's place through model.toml: tiny ones, made here."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import (
    DebertaV2Config,
    DebertaV2ForSequenceClassification,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    PreTrainedModel,
    RobertaConfig,
    RobertaForSequenceClassification,
)

from service.inference.engine import LocalEngine
from service.inference.manifest.entry import ModelFileError
from service.inference.models.registry import Registry
from service.inference.protocol import Window
from service.inference.torch_backend import TorchBackend
from tests.inference import tiny
from tests.inference.networks import evaluating

VOCABULARY = len(tiny.WORDS) + 4
FILES = (
    "config.json", "generation_config.json", "model.safetensors", "tokenizer.json",
    "tokenizer_config.json",
)  # fmt: skip


def save(root: Path, network: PreTrainedModel, toml: str, name: str = "theirs") -> Registry:
    """A saved checkpoint in a local folder, and a model folder that names it."""
    models, cache = tiny.make(root / "tiny")
    checkpoint = root / "checkpoint"
    network.save_pretrained(checkpoint)
    shutil.copy(cache / tiny.BASE / "tokenizer.json", checkpoint)
    own = root / "own" / name
    own.mkdir(parents=True)
    files = "\n".join(
        f'"{p.name}" = "{tiny.sha256(p)}"' for p in sorted(checkpoint.iterdir()) if p.name in FILES
    )
    (own / "model.toml").write_text(
        f'name = "{name}"\nversion = "1"\nlicence = "MIT"\nmax_tokens = 48\n{toml}\n'
        f'[base]\nname = "theirs"\nlicence = "MIT"\npath = "../../checkpoint"\n\n'
        f"[base.files]\n{files}\n"
    )
    return Registry(models, cache, own_dir=root / "own")


def distilbert(labels: dict[int, str]) -> PreTrainedModel:
    torch.manual_seed(5)
    return DistilBertForSequenceClassification(
        DistilBertConfig(
            vocab_size=VOCABULARY, dim=16, n_layers=1, n_heads=2, hidden_dim=32,
            max_position_embeddings=64, id2label=labels,
            initializer_range=0.3,
        )
    )  # fmt: skip


def roberta() -> PreTrainedModel:
    torch.manual_seed(6)
    return RobertaForSequenceClassification(
        RobertaConfig(
            vocab_size=VOCABULARY, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=32, max_position_embeddings=64, initializer_range=0.3,
            pad_token_id=1, type_vocab_size=1,
            id2label={0: "CONTRADICTION", 1: "NEUTRAL", 2: "ENTAILMENT"},
        )
    )  # fmt: skip


FIVE_STARS = """
task = "sentiment"
architecture = "classifier"
labels = ["negative", "neutral", "positive"]
pair = "optional"
[label_map]
"1 star" = "negative"
"2 stars" = "negative"
"3 stars" = "neutral"
"4 stars" = "positive"
"5 stars" = "positive"
"""
STARS = {i: f"{i + 1} star{'s' if i else ''}" for i in range(5)}


def test_a_classifier_with_other_labels(tmp_path: Path) -> None:
    network = evaluating(distilbert(STARS))
    registry = save(tmp_path, network, FIVE_STARS)
    backend = TorchBackend(registry, threads=1)
    backend.load()
    pieces = backend.tokenise("theirs", [Window("the road is good"), Window("bad mayor", "mayor")])
    rows = backend.run("theirs", pieces)
    with torch.inference_mode():
        plain = torch.softmax(network(input_ids=torch.tensor([pieces[0].ids])).logits, 1)[0]
    wanted = [float(plain[:2].sum()), float(plain[2]), float(plain[3:].sum())]
    assert rows[0] == pytest.approx(wanted, abs=1e-5)
    assert rows.sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)


def test_a_label_without_a_place_is_named(tmp_path: Path) -> None:
    registry = save(tmp_path, distilbert(STARS | {4: "LABEL_X"}), FIVE_STARS)
    with pytest.raises(ModelFileError, match=r"LABEL_X|5 stars"):
        registry.load("theirs")


def test_labels_must_be_mapped_when_their_number_differs(tmp_path: Path) -> None:
    registry = save(tmp_path, distilbert(STARS), FIVE_STARS.split("[label_map]", maxsplit=1)[0])
    with pytest.raises(ModelFileError, match=r"5 labels.*label_map"):
        registry.load("theirs")


NLI = """
task = "stance"
architecture = "nli"
labels = ["against", "neutral", "favor"]
pair = "required"
[nli]
entailment = "ENTAILMENT"
neutral = "NEUTRAL"
contradiction = "CONTRADICTION"
favor = "{target} is good"
against = "{target} is bad"
"""


async def test_an_nli_model_compares_both_polarities(tmp_path: Path) -> None:
    network = evaluating(roberta())
    registry = save(tmp_path, network, NLI)
    engine = LocalEngine(TorchBackend(registry, threads=1))
    await engine.start()
    assert engine.info("stance").name == "theirs"
    (found,) = await engine.classify("stance", [Window("the council closes the road", "harbour")])
    await engine.stop()
    tokenizer = registry.load("theirs").tokenizer
    rows = []
    for hypothesis in ("harbour is good", "harbour is bad"):
        ids = tokenizer.encode("the council closes the road", hypothesis).ids
        with torch.inference_mode():
            rows.append(torch.softmax(network(input_ids=torch.tensor([ids])).logits, 1)[0].numpy())
    wanted = (rows[0] + rows[1][::-1]) / 2  # entailing "is bad" speaks against
    assert np.array(found.probabilities) == pytest.approx(wanted, abs=1e-5)


BINARY = """
task = "stance"
architecture = "nli"
labels = ["against", "neutral", "favor"]
pair = "required"
[nli]
entailment = "entailment"
not_entailment = "not_entailment"
favor = "{target} is good"
against = "{target} is bad"
claim_against = "the {target} not"
"""


def deberta(labels: dict[int, str], **changed: Any) -> PreTrainedModel:
    torch.manual_seed(8)
    relative: dict[str, Any] = {
        "relative_attention": True, "position_buckets": 8, "pos_att_type": ["p2c", "c2p"],
        "share_att_key": True, "norm_rel_ebd": "layer_norm", "type_vocab_size": 0,
    }  # fmt: skip
    return DebertaV2ForSequenceClassification(
        DebertaV2Config(
            vocab_size=VOCABULARY, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=32, max_position_embeddings=64, initializer_range=0.5,
            id2label=labels, **(relative | changed),
        )
    )  # fmt: skip


def entailed(network: PreTrainedModel, registry: Registry, text: str, hypothesis: str) -> float:
    ids = registry.load("theirs").tokenizer.encode(text, hypothesis).ids
    with torch.inference_mode():
        logits = network(input_ids=torch.tensor([ids])).logits
    return float(torch.softmax(logits, 1)[0, 0])


@pytest.mark.parametrize(
    ("target", "favor", "against"),
    [
        ("harbour", "harbour is good", "harbour is bad"),
        ("The mayor was good.", "The mayor was good.", "the the mayor was good. not"),
    ],
)
async def test_a_model_of_two_classes_answers_both_hypotheses(
    tmp_path: Path, target: str, favor: str, against: str
) -> None:
    network = evaluating(deberta({0: "entailment", 1: "not_entailment"}))
    registry = save(tmp_path, network, BINARY)
    engine = LocalEngine(TorchBackend(registry, threads=1))
    await engine.start()
    text = "the council closes the road"
    (found,) = await engine.classify("stance", [Window(text, target)])
    await engine.stop()
    yes, no = (entailed(network, registry, text, h) for h in (favor, against))
    wanted = [no * (1 - yes), yes * no + (1 - yes) * (1 - no), yes * (1 - no)]
    assert np.array(found.probabilities) == pytest.approx(wanted, abs=1e-5)


PAIRED = """
task = "verify"
architecture = "classifier"
labels = ["contradicted", "not_in_text", "supported"]
pair = "required"
pair_order = "text-first"
[label_map]
"0" = "not_in_text"
"1" = "supported"
"""


@pytest.mark.parametrize("template", [None, "of {text} [SEP] {target} and"])
def test_a_checker_reads_the_text_first(tmp_path: Path, template: str | None) -> None:
    network = evaluating(deberta({0: "0", 1: "1"}))
    line = f"template = {template!r}\n" if template else ""
    toml = PAIRED.replace("[label_map]", f"{line}[label_map]")
    registry = save(tmp_path, network, toml)
    backend = TorchBackend(registry, threads=1)
    backend.load()
    text, statement = "the council closes the road", "road is good"
    rows = backend.run("theirs", backend.tokenise("theirs", [Window(text, statement)]))
    tokenizer = registry.load("theirs").tokenizer
    whole = template and template.format(text=text, target=statement)
    ids = tokenizer.encode(whole).ids if whole else tokenizer.encode(text, statement).ids
    with torch.inference_mode():
        plain = torch.softmax(network(input_ids=torch.tensor([ids])).logits, 1)[0]
    assert rows[0] == pytest.approx([0.0, float(plain[0]), float(plain[1])], abs=1e-5)


def test_a_network_with_one_output_needs_a_label_for_the_rest(tmp_path: Path) -> None:
    toml = PAIRED.replace('"0" = "not_in_text"\n', "")
    registry = save(tmp_path, deberta({0: "1"}), toml)
    with pytest.raises(ModelFileError, match=r"one output.*'1'.*`otherwise`"):
        registry.load("theirs")


def test_a_network_with_one_output_is_a_score(tmp_path: Path) -> None:
    network = evaluating(deberta({0: "1"}))
    toml = PAIRED.replace('"0" = "not_in_text"\n', "").replace(
        "[label_map]", 'activation = "sigmoid"\notherwise = "not_in_text"\n[label_map]'
    )
    registry = save(tmp_path, network, toml)
    backend = TorchBackend(registry, threads=1)
    backend.load()
    pieces = backend.tokenise("theirs", [Window("the road", "good")])
    (row,) = backend.run("theirs", pieces)
    with torch.inference_mode():
        score = torch.sigmoid(network(input_ids=torch.tensor([pieces[0].ids])).logits)[0, 0]
    assert row == pytest.approx([0.0, 1 - float(score), float(score)], abs=1e-5)


def test_a_classifier_of_single_texts_is_given_no_target(tmp_path: Path) -> None:
    registry = save(tmp_path, distilbert(STARS), FIVE_STARS.replace('"optional"', '"none"'))
    backend = TorchBackend(registry, threads=1)
    backend.load()
    alone, paired = (
        backend.tokenise("theirs", [Window("bad mayor", target)]) for target in (None, "mayor")
    )
    assert alone == paired


def test_relative_positions_set_no_limit(tmp_path: Path) -> None:
    network = deberta({0: "0", 1: "1"}, position_biased_input=False)
    registry = save(tmp_path, network, PAIRED)
    toml = tmp_path / "own" / "theirs" / "model.toml"
    toml.write_text(toml.read_text().replace("max_tokens = 48", "max_tokens = 300"))
    again = Registry(registry.models_dir, registry.cache_dir, own_dir=tmp_path / "own")
    backend = TorchBackend(again, threads=1)
    backend.load()
    (piece,) = backend.tokenise("theirs", [Window("the road " * 120, "good")])
    assert len(piece) > 240
    assert np.isfinite(backend.run("theirs", [piece])).all()


def test_only_safetensors_are_read(tmp_path: Path) -> None:
    registry = save(tmp_path, roberta(), NLI)
    toml = tmp_path / "own" / "theirs" / "model.toml"
    toml.write_text(toml.read_text().replace("model.safetensors", "pytorch_model.bin"))
    with pytest.raises(ModelFileError, match=r"safetensors.*pytorch_model\.bin"):
        Registry(registry.models_dir, registry.cache_dir, own_dir=tmp_path / "own")


def test_windows_longer_than_the_network_are_refused(tmp_path: Path) -> None:
    registry = save(tmp_path, roberta(), NLI.replace("\ntask", "\ntask", 1))
    toml = tmp_path / "own" / "theirs" / "model.toml"
    toml.write_text(toml.read_text().replace("max_tokens = 48", "max_tokens = 63"))
    again = Registry(registry.models_dir, registry.cache_dir, own_dir=tmp_path / "own")
    with pytest.raises(ModelFileError, match="reads 62 tokens"):
        again.load("theirs")
