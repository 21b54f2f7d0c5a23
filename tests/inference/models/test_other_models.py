"""Other people's models take a task's place through model.toml: tiny ones, made here."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    PreTrainedModel,
    RobertaConfig,
    RobertaForSequenceClassification,
)

from service.inference.backends.hf_padded import generation_settings
from service.inference.engine import LocalEngine
from service.inference.fake_engine import FakeEngine
from service.inference.manifest.entry import ModelFileError
from service.inference.models.registry import Registry
from service.inference.protocol import Call, Window
from service.inference.torch_backend import TorchBackend
from service.tasks.annotations import Annotations
from service.tasks.summary.abstractive import write
from service.tasks.summary.options import SummaryOptions
from service.text.segmentation.builder import build_document
from tests.inference import tiny
from tests.inference.networks import evaluating

VOCABULARY = len(tiny.WORDS) + 4


def save(root: Path, network: PreTrainedModel, toml: str, name: str = "theirs") -> Registry:
    """A saved checkpoint in a local folder, and a model folder that names it."""
    models, cache = tiny.make(root / "tiny")
    checkpoint = root / "checkpoint"
    network.save_pretrained(checkpoint)
    shutil.copy(cache / tiny.BASE / "tokenizer.json", checkpoint)
    own = root / "own" / name
    own.mkdir(parents=True)
    files = "\n".join(
        f'"{p.name}" = "{tiny.sha256(p)}"'
        for p in sorted(checkpoint.iterdir())
        if p.name
        in ("config.json", "generation_config.json", "model.safetensors", "tokenizer.json")
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


def bart(ends_early: float) -> PreTrainedModel:
    """A tiny summariser whose settings are those of a model for longer texts.

    Args:
        ends_early: what is added to the score of the end at each step.
    """
    torch.manual_seed(7)
    network = BartForConditionalGeneration(
        BartConfig(
            vocab_size=VOCABULARY, d_model=16, encoder_layers=1, decoder_layers=1,
            encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=32,
            decoder_ffn_dim=32, max_position_embeddings=64, pad_token_id=0, bos_token_id=2,
            eos_token_id=3, decoder_start_token_id=2, init_std=0.5,
        )
    )  # fmt: skip
    network.final_logits_bias[0, 3] = ends_early
    own = network.generation_config
    own.min_length, own.max_length, own.forced_eos_token_id = 56, 142, 3
    own.do_sample, own.temperature, own.top_k, own.num_beams = True, 0.7, 20, 6
    own.no_repeat_ngram_size, own.length_penalty = 3, 2.0
    return network


SUMMARISER = 'task = "summary"\narchitecture = "seq2seq"\n'


async def test_a_seq2seq_model_writes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    registry = save(tmp_path, bart(ends_early=9.0), SUMMARISER)
    engine = LocalEngine(TorchBackend(registry, threads=1))
    await engine.start()
    call = Call()
    with caplog.at_level("WARNING"):
        made = await engine.generate(["the council closes the harbour road", "good mayor"], 8, call)
        again = await engine.generate(["the council closes the harbour road"], 8)
    assert made[0] == again[0]
    assert made[0]
    assert all(set(text.split()) <= {*tiny.WORDS, "[UNK]"} for text in made)
    assert call.windows == 2
    assert engine.info("summary").name == "theirs"
    assert not caplog.records
    await engine.stop()


async def test_a_sentence_that_the_limit_cuts_off_is_not_given(tmp_path: Path) -> None:
    registry = save(tmp_path, bart(ends_early=-99.0), SUMMARISER)
    engine = LocalEngine(TorchBackend(registry, threads=1))
    await engine.start()
    assert await engine.generate(["the council closes the harbour road"], 8) == [""]
    await engine.stop()


def test_a_checkpoints_settings_give_way_where_they_contradict_ours() -> None:
    own = bart(0.0).generation_config
    made, least = generation_settings(own)
    assert (made.max_length, made.min_length, least) == (None, None, 56)
    assert (made.do_sample, made.temperature, made.top_k, made.num_beams) == (False, None, None, 4)
    assert (made.no_repeat_ngram_size, made.length_penalty) == (3, 2.0)
    assert own.max_length == 142  # the model's own are as they were


async def test_what_the_article_does_not_say_is_left_out() -> None:
    class Inventive(FakeEngine):
        async def generate(self, texts, max_tokens, call=None):  # type: ignore[no-untyped-def]
            return [
                "The council closed the harbour road to cars. "
                "Purple whales juggle seventeen enormous teapots nightly. "
                "The council closed 12 harbour roads to cars."
            ]

    document = build_document(
        "The council voted on Monday to close the harbour road to cars.\n\n"
        "Traders were angry. They said that customers come by car and will stay away."
    )
    engine = Inventive()
    annotations = Annotations(document, engine, Call())
    output = await write(annotations, SummaryOptions(method="abstractive"))
    result = output.result
    assert result.text == "The council closed the harbour road to cars."
    (only,) = result.sentences
    assert document.read(only.sources[0]).startswith("The council voted")
    assert 0.5 < only.support < 1
    assert [w.code for w in output.warnings] == ["UnsupportedSummary"]


class Drafting(FakeEngine):
    """Writes what it is told to, and at first nothing if the limit is below `least`."""

    def __init__(self, draft: str, least: int = 0) -> None:
        super().__init__()
        self.draft, self.least = draft, least
        self.limits: list[int] = []

    async def generate(self, texts, max_tokens, call=None):  # type: ignore[no-untyped-def]
        self.limits.append(max_tokens)
        return [self.draft if max_tokens >= self.least else "" for _ in texts]


CLOSED = "The council closed the harbour road to cars."
ARTICLE = (
    "The council voted on Monday to close the harbour road to cars after a long dispute.\n\n"
    "Traders called the closed harbour road a betrayal by the council on Monday."
)


async def written(engine: FakeEngine, options: SummaryOptions) -> str:
    annotations = Annotations(build_document(ARTICLE), engine, Call())
    return (await write(annotations, options)).result.text


async def test_a_written_summary_keeps_the_limit_of_words() -> None:
    long = "The council voted on Monday to close the harbour road to cars after a long dispute."
    for words in (10, 12, 15, 16, 24, 100):
        options = SummaryOptions(sentences=None, words=words, method="abstractive")
        text = await written(Drafting(f"{long} {CLOSED}"), options)
        assert text
        assert len(text.split()) <= words


async def test_a_draft_without_a_whole_sentence_is_tried_again_with_more_room() -> None:
    engine = Drafting(CLOSED, least=40)
    options = SummaryOptions(sentences=None, words=12, method="abstractive")
    assert await written(engine, options) == CLOSED
    assert engine.limits == [24, 48]
