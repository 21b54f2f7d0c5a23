"""The manifest of an added model."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from service.inference.manifest.entry import ModelEntry
from service.model_import.checkpoint import Checkpoint
from service.model_import.draft import ReadingOptions, complete, draft, folder_name
from service.model_import.errors import CannotAdd
from service.model_import.presets import chosen
from service.model_import.snapshot import ModelReference, ModelSnapshot

EVERY = ("balanced", "fast", "accurate")


def made(
    found: Checkpoint, task: str, repository: str = "owner/Model_v1.0", **options: Any
) -> dict[str, Any]:
    """A draft, which is valid once it is complete."""
    snapshot = ModelSnapshot(ModelReference(repository), "c" * 40, "mit")
    rows = chosen(found, repository, task, None)
    given = ReadingOptions(**({"profiles": EVERY} | options))
    drafted = draft(snapshot, found, rows, task, given)
    now = datetime(2026, 12, 1, tzinfo=UTC)
    whole = complete(drafted, snapshot, {"config.json": "0"}, rows, ("weights",), now)
    entry = ModelEntry.model_validate(whole)
    assert entry.origin is not None
    assert (entry.origin.source, entry.origin.commit) == (repository, "c" * 40)
    assert entry.base.path == Path("files")
    return drafted


def classifier(*labels: str, of: str = "roberta", **given: Any) -> Checkpoint:
    return Checkpoint(of, "classifier", labels, given.pop("longest", 512), **given)


def test_a_two_class_nli_model() -> None:
    found = made(classifier("entailment", "not_entailment"), "stance")
    assert found["architecture"] == "nli"
    assert found["pair"] == "required"
    assert found["nli"] == {"entailment": "entailment", "not_entailment": "not_entailment"}
    assert found["labels"] == ["against", "neutral", "favor"]


def test_a_known_repository_has_its_own_hypotheses() -> None:
    labels = ("entailment", "not_entailment")
    found = made(classifier(*labels), "stance", "mlburnham/Political_DEBATE_large_v1.0")
    assert found["nli"]["favor"] == "The author of this text supports {target}."


@pytest.mark.parametrize(
    ("repository", "template"),
    [
        ("lytang/MiniCheck-RoBERTa-Large", "{text}</s>{target}"),
        ("yaxili96/FactCG-DeBERTa-v3-Large", "can we conclude that"),
    ],
)
def test_checkers_with_numbered_labels(repository: str, template: str) -> None:
    for labels in (("LABEL_0", "LABEL_1"), ("0", "1")):
        found = made(classifier(*labels), "verify", repository)
        assert template in found["template"]
        assert list(found["label_map"].values()) == ["not_in_text", "supported"]
        assert found["labels"] == ["contradicted", "not_in_text", "supported"]


@pytest.mark.parametrize(("regression", "activation"), [(False, "sigmoid"), (True, "identity")])
def test_a_score_leaves_the_rest_to_what_is_not_in_the_text(
    regression: bool, activation: str
) -> None:
    found = made(classifier("LABEL_0", regression=regression), "verify")
    assert found["label_map"] == {"LABEL_0": "supported"}
    assert (found["activation"], found["otherwise"]) == (activation, "not_in_text")


def test_a_score_of_sentiment_must_be_explained() -> None:
    with pytest.raises(CannotAdd, match="--labels"):
        made(classifier("LABEL_0"), "sentiment")
    found = made(classifier("LABEL_0"), "sentiment", labels="LABEL_0=positive")
    assert (found["otherwise"], found["pair"]) == ("negative", "none")


@pytest.mark.parametrize(
    ("task", "meaning", "pair"),
    [("sentiment", "negative", "optional"), ("stance", "against", "required")],
)
def test_aspect_models_read_the_text_first(task: str, meaning: str, pair: str) -> None:
    found = made(
        classifier("Negative", "Neutral", "Positive"), task, "yangheng/deberta-v3-base-absa-v1.1"
    )
    assert (found["pair"], found["pair_order"]) == (pair, "text-first")
    assert found["label_map"]["Negative"] == meaning


def test_a_stance_classifier_reads_a_pair_in_the_order_that_is_said() -> None:
    labels = ("FAVOR", "AGAINST", "NONE")
    assert made(classifier(*labels), "stance")["pair_order"] == "text-first"
    found = made(classifier(*labels), "stance", pair="target-first")
    assert found["pair"] == "required"
    assert "pair_order" not in found
    with pytest.raises(CannotAdd, match="judges pairs"):
        made(classifier(*labels), "stance", pair="none")


@pytest.mark.parametrize(
    ("found", "repository", "options", "tokens"),
    [
        (classifier("entailment", "not_entailment"), "a/b", {}, 512),
        (classifier("entailment", "not_entailment", longest=8192), "a/b", {}, 8192),
        (classifier("entailment", "not_entailment", longest=100_000), "a/b", {}, 8192),
        (classifier("entailment", "not_entailment"), "a/b", {"max_tokens": 100}, 100),
        (
            classifier("entailment", "neutral", "contradiction", of="deberta-v2"),
            "tasksource/deberta-small-long-nli", {}, 1680,
        ),
    ],
)  # fmt: skip
def test_the_length_of_windows(
    found: Checkpoint, repository: str, options: dict[str, Any], tokens: int
) -> None:
    assert made(found, "stance", repository, **options)["max_tokens"] == tokens


def test_writers_have_the_settings_of_their_presets() -> None:
    t5 = Checkpoint("t5", "seq2seq", (), 512)
    assert made(t5, "summary", "google/flan-t5-base")["generation"] == {
        "beams": 4, "prompt": "summarize: {text}", "no_repeat_ngram_size": 3,
    }  # fmt: skip
    chat = Checkpoint("qwen2", "causal", (), 32768, chat=True)
    found = made(chat, "summary", "Qwen/Qwen2.5-0.5B-Instruct")
    assert found["architecture"] == "causal"
    assert found["generation"]["chat"] is True
    assert found["max_tokens"] == 4096
    assert "labels" not in found


@pytest.mark.parametrize(
    ("longest", "read", "written"), [(256, 192, 64), (1024, 768, 256), (2048, 1536, None)]
)
def test_a_short_causal_model_leaves_room_for_what_it_writes(
    longest: int, read: int, written: int | None
) -> None:
    found = made(Checkpoint("gpt2", "causal", (), longest), "summary")
    assert found["max_tokens"] == read
    assert found["generation"].get("max_new_tokens") == written


def test_device_and_precision_are_written_if_they_are_said() -> None:
    labels = ("negative", "positive")
    assert not {"device", "precision"} & set(made(classifier(*labels), "sentiment"))
    found = made(classifier(*labels), "sentiment", device="cuda", precision="fp16")
    assert (found["device"], found["precision"]) == ("cuda", "fp16")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (ModelReference("mlburnham/Political_DEBATE_base_v1.0"), "political-debate-base-v1.0"),
        (ModelReference("gpt2"), "gpt2"),
        (ModelReference(folder=Path("/data/My Model (final)")), "my-model-final"),
    ],
)
def test_the_name_of_the_folder(asked: ModelReference, name: str) -> None:
    assert folder_name(ModelSnapshot(asked, None, None)) == name


def test_a_name_without_letters_must_be_given() -> None:
    with pytest.raises(CannotAdd, match="--name"):
        folder_name(ModelSnapshot(ModelReference(folder=Path("/data/模型")), None, None))


@pytest.mark.parametrize("name", ["../elsewhere", "a/b", "", ".hidden", "a b", "x" * 97])
def test_a_name_that_is_no_folder_here_is_refused(name: str) -> None:
    with pytest.raises(CannotAdd, match="--name"):
        made(classifier("negative", "positive"), "sentiment", name=name)


def test_an_unknown_combination_is_explained() -> None:
    found = Checkpoint("bert", "classifier", ("a",), 512)
    rows = [row for row in chosen(found, "", "verify", None) if row.name == "none"]
    with pytest.raises(CannotAdd, match=r"no preset for the task verify.*--preset"):
        draft(
            ModelSnapshot(ModelReference("a/b"), None, None), found, rows, "verify",
            ReadingOptions(),
        )  # fmt: skip
