"""What the descriptions of a checkpoint say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from service.model_import.checkpoint import read
from service.model_import.errors import CannotAdd

BERT: dict[str, Any] = {
    "model_type": "bert", "architectures": ["BertForSequenceClassification"],
    "max_position_embeddings": 512, "id2label": {"0": "neg", "1": "pos"},
}  # fmt: skip


def described(folder: Path, config: Any, tokenizer: Any = None) -> Path:
    (folder / "config.json").write_text(
        config if isinstance(config, str) else json.dumps(config), encoding="utf-8"
    )
    if tokenizer is not None:
        (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    return folder


def test_a_classifier_by_its_config(tmp_path: Path) -> None:
    found = read(described(tmp_path, BERT), "sentiment")
    assert (found.model_type, found.kind, found.longest) == ("bert", "classifier", 512)
    assert found.labels == ("neg", "pos")
    assert not found.regression


@pytest.mark.parametrize(
    ("limit", "longest"), [(128, 128), (10**30, 512), (8192, 512), (None, 512), ("many", 512)]
)
def test_the_tokenizer_may_limit_the_length_further(
    tmp_path: Path, limit: Any, longest: int
) -> None:
    folder = described(tmp_path, BERT, {"model_max_length": limit})
    assert read(folder, "sentiment").longest == longest


def test_labels_that_are_not_named_are_numbered(tmp_path: Path) -> None:
    config = {k: v for k, v in BERT.items() if k != "id2label"}
    assert read(described(tmp_path, config), "sentiment").labels == ("LABEL_0", "LABEL_1")
    config["num_labels"] = 1
    config["problem_type"] = "regression"
    found = read(described(tmp_path, config), "sentiment")
    assert (found.labels, found.regression) == (("LABEL_0",), True)


def test_without_an_architecture_the_task_decides(tmp_path: Path) -> None:
    config = {k: v for k, v in BERT.items() if k != "architectures"}
    assert read(described(tmp_path, config), "stance").kind == "classifier"
    assert read(described(tmp_path, {"model_type": "t5"}), "summary").kind == "seq2seq"
    assert read(described(tmp_path, {"model_type": "llama"}), "summary").kind == "causal"


def test_a_chat_template_is_seen_in_either_place(tmp_path: Path) -> None:
    llama = {"model_type": "llama", "architectures": ["LlamaForCausalLM"]}
    assert not read(described(tmp_path, llama), "summary").chat
    assert read(described(tmp_path, llama, {"chat_template": "x"}), "summary").chat
    described(tmp_path, llama, {})
    (tmp_path / "chat_template.jinja").write_text("x")
    assert read(tmp_path, "summary").chat


@pytest.mark.parametrize(
    ("config", "tokenizer", "task", "said"),
    [
        ("{", None, "stance", r"config\.json is damaged"),
        ("[]", None, "stance", "no JSON object"),
        (BERT | {"auto_map": {"AutoModel": "m.py"}}, None, "stance", "auto_map.*no code"),
        (BERT, {"auto_map": {"AutoTokenizer": "t.py"}}, "stance", "tokenizer_config.*auto_map"),
        (BERT | {"model_type": "HHEMv2Config"}, None, "verify", "'HHEMv2Config'.*newer"),
        ({"architectures": ["GRUClassifier"]}, None, "stance", "no `model_type`"),
        (BERT, None, "summary", "writes no summaries"),
        (
            {"model_type": "bart", "architectures": ["BartForConditionalGeneration"]},
            None, "stance", "generates text.*--task summary",
        ),
        (
            {"model_type": "llama", "architectures": ["LlamaForCausalLM"]},
            None, "verify", "is a language model",
        ),
        (BERT | {"id2label": {"0": "a", "2": "b"}}, None, "stance", "with gaps"),
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_explained(
    tmp_path: Path, config: Any, tokenizer: Any, task: str, said: str
) -> None:
    with pytest.raises(CannotAdd, match=said):
        read(described(tmp_path, config, tokenizer), task)
