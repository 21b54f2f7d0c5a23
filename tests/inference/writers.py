"""Tiny networks that generate text, one of each `model_type` that summarisers usually have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    LEDConfig,
    LEDForConditionalGeneration,
    LlamaConfig,
    LlamaForCausalLM,
    LongT5Config,
    LongT5ForConditionalGeneration,
    PegasusConfig,
    PegasusForConditionalGeneration,
    PreTrainedModel,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
    T5Config,
    T5ForConditionalGeneration,
)

from tests.inference import tiny
from tests.inference.networks import evaluating

VOCABULARY = len(tiny.WORDS) + 4
PAD, START, END = 0, 2, 3
_IDS: dict[str, Any] = {"vocab_size": VOCABULARY, "pad_token_id": PAD, "eos_token_id": END}
_BART: dict[str, Any] = {
    "d_model": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2,
    "decoder_attention_heads": 2, "encoder_ffn_dim": 32, "decoder_ffn_dim": 32,
    "bos_token_id": START, "decoder_start_token_id": START, "init_std": 0.5, **_IDS,
}  # fmt: skip
_T5: dict[str, Any] = {
    "d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 1, "num_decoder_layers": 1,
    "num_heads": 2, "decoder_start_token_id": PAD, "feed_forward_proj": "gated-gelu",
    "tie_word_embeddings": False, "initializer_factor": 3.0, **_IDS,
}  # fmt: skip
_LLAMA: dict[str, Any] = {
    "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
    "num_key_value_heads": 1, "max_position_embeddings": 128, "initializer_range": 0.5,
    "bos_token_id": START, "tie_word_embeddings": True, **_IDS,
}  # fmt: skip

_MADE: dict[str, Callable[[], PreTrainedModel]] = {
    "bart": lambda: BartForConditionalGeneration(
        BartConfig(**_BART, max_position_embeddings=64)
    ),
    "pegasus": lambda: PegasusForConditionalGeneration(
        PegasusConfig(**_BART, max_position_embeddings=64)
    ),
    "t5": lambda: T5ForConditionalGeneration(T5Config(**_T5)),
    "longt5": lambda: LongT5ForConditionalGeneration(
        LongT5Config(**_T5, encoder_attention_type="transient-global")
    ),
    "led": lambda: LEDForConditionalGeneration(
        LEDConfig(
            **_BART, max_encoder_position_embeddings=64, max_decoder_position_embeddings=64,
            attention_window=4,
        )
    ),
    "llama": lambda: LlamaForCausalLM(LlamaConfig(**_LLAMA)),
    "qwen2": lambda: Qwen2ForCausalLM(Qwen2Config(**_LLAMA)),
    "qwen3": lambda: Qwen3ForCausalLM(Qwen3Config(**_LLAMA, head_dim=8)),
}  # fmt: skip
SEQ2SEQ = ("bart", "pegasus", "t5", "longt5", "led")
CAUSAL = ("llama", "qwen2", "qwen3")


def writer(kind: str) -> PreTrainedModel:
    """A network in evaluation mode, the same each time."""
    torch.manual_seed(7)
    return evaluating(_MADE[kind]())


def bart(ends_early: float) -> PreTrainedModel:
    """A summariser whose settings are those of a model for longer texts.

    Args:
        ends_early: what is added to the score of the end at each step.
    """
    network: Any = writer("bart")
    network.final_logits_bias[0, END] = ends_early
    own = network.generation_config
    own.min_length, own.max_length, own.forced_eos_token_id = 56, 142, END
    own.do_sample, own.temperature, own.top_k, own.num_beams = True, 0.7, 20, 6
    own.no_repeat_ngram_size, own.length_penalty = 3, 2.0
    made: PreTrainedModel = network
    return made
