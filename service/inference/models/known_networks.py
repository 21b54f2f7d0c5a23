"""Which networks of transformers a config.json describes, without building them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

NetworkKind = Literal["classifier", "seq2seq", "causal"]
_ENDINGS: tuple[tuple[str, NetworkKind], ...] = (
    ("ForSequenceClassification", "classifier"),
    ("ForConditionalGeneration", "seq2seq"),
    ("ForCausalLM", "causal"),
    ("LMHeadModel", "causal"),
)


def known_types(kind: NetworkKind) -> frozenset[str]:
    """Every `model_type` of which the installed transformers has a network of a kind."""
    from transformers.models.auto import modeling_auto as auto

    return frozenset(
        {
            "classifier": auto.MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING_NAMES,
            "seq2seq": auto.MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
            "causal": auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
        }[kind]
    )


def kind_of(config: Mapping[str, Any]) -> NetworkKind | None:
    """The kind that `architectures` names, None if it names none or another."""
    named = config.get("architectures")
    first = str(named[0]) if isinstance(named, list) and named else ""
    if first == "T5ForConditionalGeneration" or first.endswith("Seq2SeqLM"):
        return "seq2seq"
    return next((kind for ending, kind in _ENDINGS if first.endswith(ending)), None)


def longest_input(config: Mapping[str, Any]) -> int | None:
    """The most tokens that the network can read; None if its positions set no limit."""
    from service.inference.models.tensor_map import first_position

    kind = str(config.get("model_type"))
    if config.get("relative_attention") and config.get("position_biased_input") is False:
        return None
    # LED has a name of its own. T5's `n_positions` is no limit, since its positions are relative.
    for name in ("max_encoder_position_embeddings", "max_position_embeddings", "n_positions"):
        most = config.get(name)
        if isinstance(most, int) and most > 0 and not (name == "n_positions" and "t5" in kind):
            pad = config.get("pad_token_id")
            pad = pad if isinstance(pad, int) else 1 if first_position(kind, 1) else 0
            return most - first_position(kind, pad)
    return None
