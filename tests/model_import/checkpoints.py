"""Tiny checkpoints with random weights, saved as those of a hub are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import torch
from tokenizers import (
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, PreTrainedModel
from transformers import AutoModelForSequenceClassification as Classifier

from service.model_import import sanity

NLI3 = ("entailment", "neutral", "contradiction")
NLI2 = ("entailment", "not_entailment")
POLARITY = ("negative", "neutral", "positive")
_VOCABULARY = 300
_SEP, _CLS = 4, 5  # of the tokenizers below
_SMALL: dict[str, Any] = {
    "vocab_size": _VOCABULARY, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
    "intermediate_size": 32, "max_position_embeddings": 512, "pad_token_id": 0,
    "initializer_range": 0.3,
}  # fmt: skip
_SEQ2SEQ: dict[str, Any] = {
    "vocab_size": _VOCABULARY, "d_model": 16, "encoder_layers": 1, "decoder_layers": 1,
    "encoder_attention_heads": 2, "decoder_attention_heads": 2, "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32, "pad_token_id": 0, "eos_token_id": 1, "bos_token_id": 2,
    "decoder_start_token_id": 2, "forced_eos_token_id": None, "max_position_embeddings": 512,
}  # fmt: skip
_T5: dict[str, Any] = {
    "vocab_size": _VOCABULARY, "d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 1,
    "num_heads": 2, "pad_token_id": 0, "eos_token_id": 1, "decoder_start_token_id": 0,
}  # fmt: skip
_ENDS = {"bos_token_id": 2, "eos_token_id": 1}
SIZES: Mapping[str, dict[str, Any]] = {
    "bert": _SMALL,
    "roberta": _SMALL | {"pad_token_id": 1, "max_position_embeddings": 514, "type_vocab_size": 1},
    "distilbert": {
        "vocab_size": _VOCABULARY, "dim": 16, "n_layers": 1, "n_heads": 2, "hidden_dim": 32,
        "max_position_embeddings": 512, "pad_token_id": 0, "initializer_range": 0.3,
    },
    "deberta-v2": _SMALL | {
        "relative_attention": True, "position_buckets": 32, "norm_rel_ebd": "layer_norm",
        "share_att_key": True, "pos_att_type": ["p2c", "c2p"], "position_biased_input": False,
        "type_vocab_size": 0,
    },
    "modernbert": _SMALL | {
        "max_position_embeddings": 8192, "cls_token_id": 2, "sep_token_id": 1, **_ENDS,
    },
    "bart": _SEQ2SEQ,
    "pegasus": _SEQ2SEQ | {"static_position_embeddings": True},
    "t5": _T5,
    "led": {k: v for k, v in _SEQ2SEQ.items() if k != "max_position_embeddings"} | {
        "max_encoder_position_embeddings": 2048, "max_decoder_position_embeddings": 512,
        "attention_window": 16,
    },
    "llama": _SMALL | {"num_key_value_heads": 1, "max_position_embeddings": 8192, **_ENDS},
    "qwen2": _SMALL | {"num_key_value_heads": 1, "max_position_embeddings": 32768, **_ENDS},
    "qwen3": _SMALL | {
        "num_key_value_heads": 1, "head_dim": 8, "max_position_embeddings": 40960, **_ENDS,
    },
}  # fmt: skip
CHAT = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant: "


def network(kind: str, labels: tuple[str, ...] = (), **changed: Any) -> PreTrainedModel:
    """A network of a `model_type`: a classifier if there are labels, else one that writes."""
    torch.manual_seed(4)
    sizes = SIZES[kind] | changed
    if labels and kind == "bart":
        sizes = sizes | {"eos_token_id": _SEP}  # whose state its classifier reads
    config = AutoConfig.for_model(kind, **sizes)
    if labels:
        config.id2label = dict(enumerate(labels))
        config.label2id = {label: at for at, label in enumerate(labels)}
        classifier: Any = Classifier
        headed: PreTrainedModel = classifier.from_config(config)
        return headed
    writes: Any = AutoModelForCausalLM if "num_key_value_heads" in sizes else AutoModelForSeq2SeqLM
    made: PreTrainedModel = writes.from_config(config)
    return made


def texts() -> list[str]:
    """Texts that tokenizers are trained on."""
    return [
        f"{row['text']} {row.get('target') or ''}"
        for task in ("stance", "sentiment", "verify", "summary")
        for row in sanity.rows(task)
    ]


@cache
def fast_tokenizer(pieces: str) -> str:
    """A tokenizer.json: "words" of BERT's kind, or "bytes" of GPT-2's."""
    special = ["[PAD]", "</s>", "<s>", "[UNK]", "[SEP]", "[CLS]"]
    if pieces == "words":
        made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
        made.normalizer = normalizers.BertNormalizer()
        made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        trainer: Any = trainers.WordPieceTrainer(vocab_size=_VOCABULARY, special_tokens=special)
    else:
        made = Tokenizer(models.BPE())
        made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        made.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=_VOCABULARY, special_tokens=special,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        )  # fmt: skip
    made.train_from_iterator(texts(), trainer)
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", _CLS), ("[SEP]", _SEP)],
    )  # fmt: skip
    return str(made.to_str())


def sentencepiece_model(path: Path, *, kind: str = "unigram") -> None:
    """A SentencePiece model with the special tokens at T5's places."""
    import sentencepiece

    corpus = path.with_suffix(".txt")
    corpus.write_text("\n".join(texts()), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus), model_prefix=str(path.with_suffix("")), vocab_size=180,
        model_type=kind, pad_id=0, eos_id=1, unk_id=2, bos_id=-1, minloglevel=2,
    )  # fmt: skip
    corpus.unlink()
    path.with_suffix(".vocab").unlink()
    made = path.with_suffix(".model")
    if made != path:
        shutil.move(made, path)


def save(
    folder: Path,
    made: PreTrainedModel,
    *,
    tokenizer: str | None = "bytes",
    max_length: int | None = None,
    chat: bool = False,
) -> Path:
    """A checkpoint as `save_pretrained` writes it. Returns the folder."""
    made.save_pretrained(folder)
    if tokenizer is not None:
        (folder / "tokenizer.json").write_text(fast_tokenizer(tokenizer), encoding="utf-8")
    described: dict[str, Any] = {"tokenizer_class": "PreTrainedTokenizerFast"}
    described |= {"model_max_length": max_length} if max_length else {}
    described |= {"chat_template": CHAT} if chat else {}
    (folder / "tokenizer_config.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


def as_pickle(folder: Path) -> Path:
    """The same checkpoint as it was saved before safetensors."""
    from safetensors.torch import load_file

    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    return folder


def changed(path: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change a JSON file in its place."""
    found = json.loads(path.read_text(encoding="utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")
