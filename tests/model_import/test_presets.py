"""The table of presets."""

from __future__ import annotations

import pytest

from service.inference.generation_settings import GenerationSettings
from service.inference.manifest.entailment import Entailment
from service.inference.manifest.entry import ModelEntry
from service.model_import.checkpoint import Checkpoint
from service.model_import.errors import CannotAdd
from service.model_import.labels import LABELS
from service.model_import.presets import chosen, laid_over, refuse, table
from tests.docs.pages import rows


def checkpoint(
    labels: tuple[str, ...] = (), kind: str = "classifier", of: str = "bert"
) -> Checkpoint:
    return Checkpoint(of, kind, labels, 512)  # type: ignore[arg-type]


def names(found: Checkpoint, repository: str, task: str, like: str | None = None) -> list[str]:
    return [row.name for row in chosen(found, repository, task, like)]


def test_each_preset_has_a_name_and_only_keys_of_a_manifest() -> None:
    rows = table()
    assert len({row.name for row in rows}) == len(rows)
    for row in rows:
        assert set(row.set) <= set(ModelEntry.model_fields), row.name
        assert row.what.endswith("."), row.name
        for task in row.tasks:
            assert set(row.label_map.values()) <= set(LABELS.get(task, ())), row.name
        if row.refused:
            assert row.repositories, row.name


def test_what_presets_set_is_valid_in_its_sections() -> None:
    for row in table():
        if "generation" in row.set:
            GenerationSettings.model_validate(row.set["generation"])
        if "nli" in row.set:
            Entailment.model_validate({"entailment": "E", "not_entailment": "O"} | row.set["nli"])


@pytest.mark.parametrize(
    ("found", "repository", "task", "presets"),
    [
        (checkpoint(("entailment", "not_entailment")), "someone/theirs", "stance", ["nli-two-way"]),
        (
            checkpoint(("entailment", "not_entailment")),
            "mlburnham/Political_DEBATE_base_v1.0", "stance", ["nli-two-way", "political-debate"],
        ),
        (
            checkpoint(("entailment", "neutral", "contradiction")),
            "tasksource/deberta-small-long-nli", "stance",
            ["nli-three-way", "tasksource-nli", "tasksource-long-nli"],
        ),
        (
            checkpoint(("entailment", "neutral", "contradiction")),
            "tasksource/deberta-small-long-nli", "verify",
            ["entailment-check", "tasksource-nli", "tasksource-long-nli"],
        ),
        (checkpoint(("LABEL_0",)), "x/y", "verify", ["single-score-check"]),
        (checkpoint((), "seq2seq", "t5"), "google/flan-t5-base", "summary", ["seq2seq", "t5"]),
        (checkpoint((), "seq2seq", "led"), "allenai/led", "summary", ["seq2seq", "long-inputs"]),
        (
            checkpoint((), "causal", "llama"), "HuggingFaceTB/SmolLM2-360M-Instruct", "summary",
            ["instruct", "smollm2"],
        ),
        (checkpoint((), "causal", "qwen3"), "Qwen/Qwen3-0.6B", "summary", ["instruct", "qwen3"]),
    ],
)  # fmt: skip
def test_the_general_preset_comes_first(
    found: Checkpoint, repository: str, task: str, presets: list[str]
) -> None:
    assert names(found, repository, task) == presets


def test_a_checkpoint_of_another_name_may_be_read_like_a_known_one() -> None:
    found = checkpoint(("LABEL_0", "LABEL_1"))
    for like in ("factcg", "yaxili96/FactCG-DeBERTa-v3-Large"):
        assert names(found, "", "verify", like) == ["entailment-check", "factcg"]
    with pytest.raises(CannotAdd, match=r"'nonsense' is none of those for verify: .*factcg"):
        chosen(found, "", "verify", "nonsense")


def test_sections_are_laid_over_each_other_key_by_key() -> None:
    rows = chosen(
        checkpoint((), "seq2seq", "bart"), "sshleifer/distilbart-cnn-12-6", "summary", None
    )
    made = laid_over(rows)
    assert made["generation"] == {"beams": 2, "no_repeat_ngram_size": 3, "length_penalty": 2.0}
    assert laid_over(rows) == made  # the table itself stays as it is


@pytest.mark.parametrize(
    ("repository", "said"),
    [
        ("vectara/hallucination_evaluation_model", "code in its repository"),
        ("bespokelabs/Bespoke-MiniCheck-7B", "code in its repository"),
        ("lytang/MiniCheck-Flan-T5-Large", "MiniCheck-RoBERTa-Large"),
        ("fhamborg/roberta-targeted-sentiment-classification-newsarticles", "GRU"),
        ("yzha/AlignScore", "three heads"),
        ("KRLabsOrg/lettucedect-base-modernbert-en-v1", "labels tokens"),
    ],
)
def test_what_is_known_not_to_fit_is_refused_at_once(repository: str, said: str) -> None:
    with pytest.raises(CannotAdd, match=said):
        refuse(repository)
    refuse("someone/else")


def test_the_page_lists_each_preset_and_each_refusal() -> None:
    told = {name: cells for name, *cells in rows("docs/models.md", "| preset |")}
    served = [row for row in table() if not row.refused]
    assert list(told) == [row.name for row in served]
    for row in served:
        tasks, repositories, what = told[row.name]
        assert tasks == ", ".join(row.tasks)
        assert what == row.what
        if row.repositories:
            assert repositories == ", ".join(f"`{pattern}`" for pattern in row.repositories)
    refused = [cells[0] for cells in rows("docs/models.md", "| repository |")]
    assert refused == [
        ", ".join(f"`{pattern}`" for pattern in row.repositories) for row in table() if row.refused
    ]
