"""Generates text with unchanged networks of transformers: sequence-to-sequence or causal ones."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import GenerationConfig, PreTrainedModel, StoppingCriteria, StoppingCriteriaList

from service.inference.backends.tokenization import TokenPiece
from service.inference.backends.whole_sentences import whole_sentences
from service.inference.generation_settings import GenerationSettings, without_thought
from service.inference.protocol import GenerationStopped

# What a checkpoint may set and our settings decide. transformers warns of settings of sampling
# where tokens are not sampled.
_OURS = (
    "temperature", "top_k", "top_p", "min_p", "typical_p", "epsilon_cutoff", "eta_cutoff",
    "max_length", "min_length", "max_new_tokens", "min_new_tokens", "stop_strings", "max_time",
)  # fmt: skip
_BREAK = "<n>"  # PEGASUS writes this between sentences
_TAIL = 24  # tokens at the end in which a text that ends the output is looked for

Step = Callable[[int, str], bool]
"""Called after each token with the number of tokens and the text of the leading beam so far.

It returns whether the generation goes on.
"""


def generation_config(
    own: GenerationConfig, settings: GenerationSettings, *, causal: bool
) -> tuple[GenerationConfig, int]:
    """A checkpoint's settings where ours do not decide, and the minimum length in tokens.

    The caller sets the length. No end token is forced at the limit, because it would hide that a
    sentence was cut off.
    """
    made = copy.deepcopy(own)
    least = settings.min_new_tokens
    if least is None:
        least = own.min_new_tokens or own.min_length or 0
    for name in _OURS:
        setattr(made, name, None)
    made.do_sample = settings.sample
    made.num_beams = settings.beams or (1 if causal else 4)
    made.forced_eos_token_id = None
    if settings.sample:
        made.temperature, made.top_p = settings.temperature, settings.top_p
    for name in ("length_penalty", "no_repeat_ngram_size", "repetition_penalty"):
        value = getattr(settings, name)
        if value is not None:
            setattr(made, name, value)
    if made.num_beams == 1:  # transformers warns of settings that only beams have
        made.length_penalty, made.early_stopping = None, None
    return made, least


class Writer:
    """A network that generates text.

    Args:
        causal: whether the output continues the input, rather than being decoded from it.
    """

    def __init__(
        self,
        module: PreTrainedModel,
        tokenizer: Tokenizer,
        settings: GenerationSettings,
        *,
        pad_id: int,
        causal: bool,
    ) -> None:
        self._module, self._tokenizer, self._settings = module, tokenizer, settings
        self._causal = causal
        self._config, self._least = generation_config(
            module.generation_config, settings, causal=causal
        )
        if self._config.pad_token_id is None:
            self._config.pad_token_id = pad_id
        # transformers takes what a call leaves out from here.
        module.generation_config = self._config

    def write(self, piece: TokenPiece, max_tokens: int, step: Step) -> str:
        """The text for one input of at most `max_tokens` tokens, in whole sentences.

        A sentence that the limit cuts off is left out, so that the text may be empty. Raises
        `GenerationStopped` as soon as `step` says so.
        """
        limit = min(max_tokens, self._settings.max_new_tokens)
        # At most half of the limit, so that the text can end before the limit.
        least = min(self._least, limit // 2) or None
        prompt = len(piece.ids) if self._causal else 1  # the decoder's start token
        control = _Control(prompt, step, self._settings.stop, self._text)
        with torch.inference_mode(), torch.random.fork_rng(enabled=self._settings.sample):
            if self._settings.sample:
                torch.manual_seed(self._settings.seed)
            generate: Any = self._module.generate
            made: Tensor = generate(
                **self._inputs(piece),
                max_new_tokens=limit,
                min_new_tokens=least,
                stopping_criteria=StoppingCriteriaList([control]),
            )
        if control.stopped:
            raise GenerationStopped("nobody waits for the text any more")
        ids: list[int] = made[0, prompt:].tolist()
        text, ended = _before(self._text(ids), self._settings.stop)
        if not (ended or self._ends(ids)):
            text = whole_sentences(text)
        return text

    def _inputs(self, piece: TokenPiece) -> dict[str, Tensor]:
        ids = torch.tensor([piece.ids], device=self._module.device)
        named = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        if self._module.config.model_type == "led":
            # Beltagy et al. 2020: the first token sees the whole text.
            reach = torch.zeros_like(ids)
            reach[:, 0] = 1
            named["global_attention_mask"] = reach
        return named

    def _ends(self, ids: list[int]) -> bool:
        """Whether the model came to an end of its own."""
        ends = self._config.eos_token_id
        known = set(ends) if isinstance(ends, list) else {ends}
        return not known.isdisjoint(ids)

    def _text(self, ids: list[int]) -> str:
        """The text of the output, without what the model has thought."""
        text = self._tokenizer.decode(ids, skip_special_tokens=True).replace(_BREAK, "\n")
        return without_thought(text)


class _Control(StoppingCriteria):
    """Reports each step, and ends the generation where the caller or a text says so."""

    def __init__(
        self,
        prompt: int,
        step: Step,
        stop: tuple[str, ...],
        text: Callable[[list[int]], str],
    ) -> None:
        self.stopped = False
        self._prompt, self._step, self._stop, self._text = prompt, step, stop, text

    def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
        """See `StoppingCriteria`: for each row whether it has ended, shape (rows,)."""
        rows = len(input_ids)
        written: list[int] = input_ids[0, self._prompt :].tolist()
        if not self._step(len(written), self._text(written)):
            self.stopped = True
            return torch.ones(rows, dtype=torch.bool, device=input_ids.device)
        ended = [self._has_stop(row[self._prompt :][-_TAIL:].tolist()) for row in input_ids]
        return torch.tensor(ended, dtype=torch.bool, device=input_ids.device)

    def _has_stop(self, ids: list[int]) -> bool:
        return bool(self._stop) and _before(self._text(ids), self._stop)[1]


def _before(text: str, stop: tuple[str, ...]) -> tuple[str, bool]:
    """The text before the first of the texts that end it, and whether there is one."""
    found = [at for mark in stop if (at := text.find(mark)) >= 0]
    return (text[: min(found)].rstrip(), True) if found else (text, False)
