"""Which networks a config.json describes."""

from __future__ import annotations

from typing import Any

import pytest

from service.inference.models.known_networks import kind_of, known_types, longest_input


@pytest.mark.parametrize(
    ("architecture", "kind"),
    [
        ("DebertaV2ForSequenceClassification", "classifier"),
        ("BartForConditionalGeneration", "seq2seq"),
        ("Qwen2ForCausalLM", "causal"),
        ("GPT2LMHeadModel", "causal"),
        ("BertForTokenClassification", None),
        ("GRUClassifier", None),
    ],
)
def test_the_architecture_tells_the_kind(architecture: str, kind: str | None) -> None:
    assert kind_of({"architectures": [architecture]}) == kind


@pytest.mark.parametrize("config", [{}, {"architectures": []}, {"architectures": "Bart"}])
def test_without_an_architecture_there_is_no_kind(config: dict[str, Any]) -> None:
    assert kind_of(config) is None


def test_the_networks_of_the_presets_are_known() -> None:
    named = {"deberta-v2", "modernbert", "roberta", "bert", "distilbert", "bart"}
    assert named <= known_types("classifier")
    assert {"bart", "pegasus", "t5", "led", "longt5"} <= known_types("seq2seq")
    assert {"llama", "qwen2", "qwen3", "smollm3"} <= known_types("causal")
    assert "HHEMv2Config" not in known_types("classifier")


@pytest.mark.parametrize(
    ("config", "longest"),
    [
        ({"model_type": "bert", "max_position_embeddings": 512, "pad_token_id": 0}, 512),
        ({"model_type": "roberta", "max_position_embeddings": 514, "pad_token_id": 1}, 512),
        ({"model_type": "roberta", "max_position_embeddings": 514}, 512),
        ({"model_type": "modernbert", "max_position_embeddings": 8192}, 8192),
        ({"model_type": "led", "max_encoder_position_embeddings": 16384}, 16384),
        ({"model_type": "t5", "n_positions": 512}, None),
        ({"model_type": "gpt2", "n_positions": 1024}, 1024),
        (
            {
                "model_type": "deberta-v2", "max_position_embeddings": 512,
                "relative_attention": True, "position_biased_input": False,
            },
            None,
        ),
        (
            {
                "model_type": "deberta-v2", "max_position_embeddings": 512,
                "relative_attention": True, "position_biased_input": True,
            },
            512,
        ),
    ],
)  # fmt: skip
def test_the_longest_input_is_that_of_the_positions(
    config: dict[str, Any], longest: int | None
) -> None:
    assert longest_input(config) == longest
