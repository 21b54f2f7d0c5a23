"""A deterministic engine without torch, for the fast tests and for trying out clients.

It is a tiny classifier with a word list, so that tests can state the expected scores.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Awaitable, Callable, Sequence

import numpy as np

from service.inference.backends.whole_sentences import whole_sentences
from service.inference.batching import fair_queue
from service.inference.manifest.entry import PROFILES
from service.inference.protocol import (
    Call,
    ClassScores,
    Embeddings,
    EngineNotReady,
    Head,
    Load,
    ModelInfo,
    NoSuchModel,
    Segment,
    TokenOutputs,
    Window,
    WritingListener,
)
from service.inference.reader import fake_reader
from service.inference.token_outputs import width_of

POSITIVE = frozenset(
    "good great excellent happy success successful win won praise praised love best support "
    "supports hope hopeful relief strong welcome welcomed brilliant benefit benefits".split()
)
NEGATIVE = frozenset(
    "bad terrible awful sad failure failed lose lost attack attacked killed hate worst lied "
    "oppose opposes fear crisis corrupt wrong collapse collapsed harm harms damage".split()
)
NEGATION = frozenset("not no never without hardly".split()) | {"n't"}
DIMENSIONS = 1024
# Its models by task, each with the labels from the low pole to the high one; every task of the
# service that calls a model needs its row here.
LABELS: dict[str, tuple[str, ...]] = {
    "sentiment": ("negative", "neutral", "positive"),
    "stance": ("against", "neutral", "favor"),
    "embedding": (),
    "summary": (),
    "verify": ("contradicted", "not_in_text", "supported"),
}

Reader = Callable[[Sequence[Segment]], list[TokenOutputs]]
Writer = Callable[[str, int], Awaitable[str]]
"""Makes a text of at most so many tokens from a text."""

_WORD = re.compile(r"n't|\w+?(?=n't)|\w+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SURE = 8.0  # the logit of "nothing here"


class FakeEngine:
    """An `Engine` whose scores depend on word lists and hashed words.

    Args:
        fail_on: raise `error` (default `EngineNotReady`) for a window that holds this text.
        tokens_per_second: the speed for predicting waits; the scores are computed at once.
        models: precede its own models, for other tasks or labels.
        reader: the outputs of `read`; by default those of `fake_reader` for its own model.
        writer: the outputs of `generate`; by default the first whole sentences of a text.

    `backlog` is the number of waiting tokens that it reports. `windows`, `segments` and `prompts`
    (texts with the most tokens to generate) are what it was given so far.
    """

    def __init__(
        self,
        *,
        fail_on: str | None = None,
        error: Exception | None = None,
        tokens_per_second: float = 10_000.0,
        models: Sequence[ModelInfo] = (),
        reader: Reader | None = None,
        writer: Writer | None = None,
    ) -> None:
        self.fail_on = fail_on
        self.backlog = 0
        self.tokens_per_second = tokens_per_second
        self.error = error
        self.reader = reader
        self.writer = writer or first_sentences
        self.windows: list[Window] = []
        self.segments: list[Segment] = []
        self.prompts: list[tuple[str, int]] = []
        self._ready = True
        own = {task: fake_model(task, labels) for task, labels in LABELS.items()}
        own["reader"] = fake_model("reader", heads=fake_reader.HEADS)
        self._infos = own | {info.task: info for info in models}

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        """Scores by counting listed words; a negation flips the words after it.

        A statement is supported if the text has all of its words, and contradicted if only one of
        the two is negated.
        """
        self._account([w.text for w in windows], call)
        self.windows.extend(windows)
        if task == "verify":
            return [ClassScores(_verdict(window, self._infos[task].labels)) for window in windows]
        count = len(self._infos[task].labels)
        return [ClassScores(_score(w.text, count)) for w in windows]

    async def embed(self, texts: Sequence[str], call: Call | None = None) -> Embeddings:
        """Normalised bags of hashed words, shape (len(texts), 1024)."""
        self._account(texts, call)
        vectors = np.full((len(texts), DIMENSIONS), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _WORD.findall(text.lower()):
                digest = hashlib.blake2s(word.encode("utf-8", "surrogatepass"), digest_size=4)
                vectors[row, int.from_bytes(digest.digest(), "big") % DIMENSIONS] += 1.0
        unit: Embeddings = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    async def generate(
        self,
        texts: Sequence[str],
        max_tokens: int,
        call: Call | None = None,
        *,
        words: int | None = None,
        listener: WritingListener | None = None,
    ) -> list[str]:
        """What the `writer` makes of each text; a listener is told once of the whole text."""
        self._account(texts, call)
        self.prompts.extend((text, max_tokens) for text in texts)
        made = []
        for number, text in enumerate(texts):
            made.append(await self.writer(text, max_tokens))
            if listener is not None:
                listener(number, len(made[-1].split()), made[-1])
        return made

    async def read(
        self, task: str, segments: Sequence[Segment], call: Call | None = None
    ) -> list[TokenOutputs]:
        """What the `reader` returns; for a model of other heads, that nothing is found."""
        heads = self.info(task, call.profile if call else None).heads
        self._account([segment.text for segment in segments], call)
        self.segments.extend(segments)
        if self.reader is not None:
            return self.reader(segments)
        if heads == fake_reader.HEADS:
            return fake_reader.read(segments)
        return [nothing_found(segment, heads) for segment in segments]

    def info(self, task: str, profile: str | None = None) -> ModelInfo:
        """See `Engine.info`."""
        info = self._infos.get(task)
        wanted = profile or self.profiles[0]
        if info is None or wanted not in info.profiles:
            raise NoSuchModel(task, wanted)
        return info

    @property
    def profiles(self) -> tuple[str, ...]:
        """See `Engine.profiles`."""
        return PROFILES

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """See `Engine.models`."""
        return tuple(self._infos.values())

    @property
    def ready(self) -> bool:
        """See `Engine.ready`."""
        return self._ready

    def predicted_wait(self, tokens: float = math.inf) -> float:
        """See `Engine.predicted_wait`. All work runs in order of arrival."""
        return self.backlog / self.tokens_per_second

    @property
    def speed(self) -> float:
        """See `Engine.speed`."""
        return self.tokens_per_second

    @property
    def quantum(self) -> float:
        """See `Engine.quantum`."""
        return fair_queue.QUANTUM

    @property
    def load(self) -> Load:
        """See `Engine.load`."""
        return Load(tokens=self.backlog, tokens_per_second=self.tokens_per_second)

    async def start(self) -> None:
        """See `Engine.start`."""
        self._ready = True

    async def stop(self) -> None:
        """See `Engine.stop`."""
        self._ready = False

    def _account(self, texts: Sequence[str], call: Call | None) -> None:
        if self.fail_on is not None and any(self.fail_on in text for text in texts):
            raise self.error or EngineNotReady("the fake engine was told to fail")
        if call is not None:
            call.windows += len(texts)
            call.tokens += sum(len(text.split()) + 2 for text in texts)
            call.spend("model", 0.0)


async def first_sentences(text: str, max_tokens: int) -> str:
    """The whole sentences within the first `max_tokens` words of a text."""
    words = text.split()
    if len(words) <= max_tokens:
        return " ".join(words)
    return whole_sentences(" ".join(words[:max_tokens]))


def nothing_found(segment: Segment, heads: Sequence[Head]) -> TokenOutputs:
    """The words and signs of a segment with the label "O" of each head, or its first label."""
    spans = [match.span() for match in _TOKEN.finditer(segment.text)]
    row = np.zeros(width_of(heads), dtype=np.float32)
    begin = 0
    for head in heads:
        if head.labels:
            row[begin + (head.labels.index("O") if "O" in head.labels else 0)] = _SURE
        begin += head.size
    return TokenOutputs(
        np.array(spans, dtype=np.int32).reshape(-1, 2), np.tile(row, (len(spans), 1))
    )


def fake_model(task: str, labels: tuple[str, ...] = (), heads: tuple[Head, ...] = ()) -> ModelInfo:
    """A model of the fake engine."""
    return ModelInfo(
        name=f"{task}-fake",
        version="0",
        task=task,
        labels=labels,
        max_tokens=256,
        base="none",
        licence="Apache-2.0",
        profiles=PROFILES,
        architecture="tokens" if heads else "classifier",
        heads=heads,
    )


def _verdict(window: Window, labels: Sequence[str]) -> tuple[float, ...]:
    """Probabilities of the labels of "verify", by the words that the target has and the text."""
    own, given = (set(_WORD.findall(part.lower())) for part in (window.target or "", window.text))
    label = "supported" if own - NEGATION <= given - NEGATION else "not_in_text"
    if label == "supported" and bool(own & NEGATION) != bool(given & NEGATION):
        label = "contradicted"
    return tuple(0.9 if name == label else 0.1 / (len(labels) - 1) for name in labels)


def _score(text: str, count: int) -> tuple[float, ...]:
    """Probabilities of so many labels: listed words count for a pole, others for the middle."""
    good = bad = 0
    flip = False
    for word in _WORD.findall(text.lower().replace("’", "'")):
        if word in NEGATION:
            flip = True
        elif word in POSITIVE:
            good, bad = (good, bad + 1) if flip else (good + 1, bad)
        elif word in NEGATIVE:
            good, bad = (good + 1, bad) if flip else (good, bad + 1)
    strength = np.zeros(count)
    strength[(count - 1) // 2] = 1.0
    strength[0] += 2.0 * bad
    strength[-1] += 2.0 * good
    weights = np.exp(strength)
    return tuple(float(p) for p in weights / weights.sum())
