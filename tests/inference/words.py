"""A backend without a network, an observer that counts, and windows for them."""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from service.inference.backends.tokenization import TokenPiece
from service.inference.events import EngineEvents
from service.inference.protocol import (
    GenerationStopped,
    Head,
    ModelInfo,
    Scores,
    Segment,
    Window,
)
from service.inference.segments.tokenise import SegmentTokens
from service.inference.segments.windows import windows_of

LABELS = ("a", "b", "c")
FAST = ModelInfo("m", "1", "sentiment", LABELS, 256, "base", "MIT", ("fast",))
GOOD = ModelInfo("good", "1", "sentiment", LABELS, 256, "base", "MIT", ("accurate",))
VECTORS = ModelInfo("v", "1", "embedding", (), 256, "base", "MIT", ("fast", "accurate"))
HEADS = (Head("length", 1), Head("place", 2, ("O", "in")))
READER = ModelInfo("r", "1", "reader", (), 10, "base", "MIT", ("fast",), heads=HEADS)
WRITER = ModelInfo("w", "1", "summary", (), 10, "base", "MIT", ("fast",), architecture="seq2seq")

POISON, NAN, HUGE, DEADLY = 666, 667, 668, 669


class Killed(BaseException):
    """What ends a lane."""


class Words:
    """A backend whose token is a word and its id the word's length.

    The scores of a window are its number of words, the sum of its ids, and 1. The values of a token
    are its id, its place in its window, and the number of tokens there. Words of
    certain lengths bring trouble: `POISON`, `NAN`, `DEADLY`; a batch of more than
    `room` padded tokens, or with `HUGE`, does not fit into memory. `hold` makes batches
    wait; `seconds` makes them slow. `ran` has the lengths of batches that came through,
    `batches` of all.
    """

    def __init__(
        self,
        seconds: float = 0.0,
        *,
        lanes: int = 1,
        room: int = 1 << 30,
        writes: bool = False,
        reads: bool = False,
    ) -> None:
        self.seconds, self.lanes, self.room = seconds, lanes, room
        self.batches: list[list[int]] = []
        self.ran: list[list[int]] = []
        self.names: list[str] = []
        self.hold = threading.Event()
        self.hold.set()
        self.entered = threading.Semaphore(0)
        self.inside = 0
        self.fresh = itertools.count(500)
        self._lock = threading.Lock()
        more = [*([WRITER] if writes else []), *([READER] if reads else [])]
        self._infos = (FAST, GOOD, VECTORS, *more)

    def load(self) -> None:
        """Nothing to load."""

    def infos(self) -> dict[str, ModelInfo]:
        return {info.name: info for info in self._infos}

    def packing(self, name: str) -> None:
        """Windows are padded."""

    def tokenise(self, name: str, windows: Sequence[Window]) -> list[TokenPiece]:
        """A window of more than ten words becomes pieces of ten."""
        pieces = []
        for owner, window in enumerate(windows):
            words = window.text.split()
            for start in range(0, max(1, len(words)), 10):
                part = tuple(len(w) for w in words[start : start + 10])
                pieces.append(TokenPiece(owner, part, part, float(len(part))))
        return pieces

    def tokenise_segments(self, name: str, segments: Sequence[Segment]) -> SegmentTokens:
        """Windows of ten tokens, with a context of up to three."""
        words = [list(re.finditer(r"\S+", segment.text)) for segment in segments]
        found = [match for part in words for match in part]
        starts = np.cumsum([0, *map(len, words)], dtype=np.int64)
        windows = windows_of(starts, 10, 3)
        pieces = []
        for owner, (begin, end) in enumerate(windows):
            ids = tuple(len(match[0]) for match in found[begin:end])
            pieces.append(TokenPiece(owner, ids, ids, float(len(ids))))
        spans = np.array([match.span() for match in found], dtype=np.int32).reshape(-1, 2)
        return SegmentTokens(spans, starts, tuple(windows), tuple(pieces))

    def run(self, name: str, batch: Sequence[TokenPiece]) -> Scores:
        with self._lock:
            self.inside += 1
            assert self.inside <= self.lanes, "more batches at once than there are lanes"
        self.entered.release()
        try:
            assert self.hold.wait(30)
            time.sleep(self.seconds)
            return self._run(name, batch)
        finally:
            with self._lock:
                self.inside -= 1

    def _run(self, name: str, batch: Sequence[TokenPiece]) -> Scores:
        ids = {i for p in batch for i in p.ids}
        self.batches.append([len(p) for p in batch])
        if DEADLY in ids:
            raise Killed
        if POISON in ids:
            raise RuntimeError("poison")
        if HUGE in ids or len(batch) * max(map(len, batch)) > self.room:
            raise MemoryError
        self.names.append(name)
        self.ran.append([len(p) for p in batch])
        if name == READER.name:
            rows = [
                (np.nan if i == NAN else i, place, len(p))
                for p in batch
                for place, i in enumerate(p.ids)
            ]
            return np.array(rows, dtype=np.float32)
        return np.array(
            [[np.nan if NAN in p.ids else len(p), sum(p.ids), 1] for p in batch],
            dtype=np.float32,
        )

    def prompts(self, name: str, texts: Sequence[str], words: int | None) -> list[TokenPiece]:
        """A text is its own prompt."""
        return self.tokenise(name, [Window(text) for text in texts])

    def generate(
        self, name: str, piece: TokenPiece, max_tokens: int, step: Callable[[int, str], bool]
    ) -> str:
        """The ids in digits, one a step. With `HUGE` among them it goes on until it is stopped."""
        made: list[str] = []
        endless = HUGE in piece.ids
        while endless or len(made) < min(max_tokens, len(piece.ids)):
            made.append(str(piece.ids[len(made) % len(piece.ids)]))
            if not step(len(made), " ".join(made)):
                raise GenerationStopped("stopped")
            time.sleep(self.seconds)
        return " ".join(made)


class Tally(EngineEvents):
    """An `Observer` that adds up what it is told; thread-safe."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def _add(self, **counts: int) -> None:
        with self._lock:
            self.counts.update(counts)

    def batch(
        self,
        model: str,
        *,
        windows: int,
        tokens: int,
        padded: int,
        seconds: float,
        predicted: float,
    ) -> None:
        assert seconds >= 0
        assert predicted > 0
        self._add(batches=1, windows=windows, tokens=tokens, padded=padded)

    def dropped(self, reason: str, windows: int) -> None:
        self._add(**{reason: windows})

    def split(self, model: str) -> None:
        self._add(splits=1)

    def failed(self, model: str, reason: str, windows: int) -> None:
        self._add(**{f"failed_{reason}": windows})

    def cache(self, outcome: str, windows: int) -> None:
        self._add(**{outcome: windows})

    def lane_restarted(self) -> None:
        self._add(restarts=1)

    def balanced(self) -> bool:
        """Whether every window that had to be computed came to exactly one end."""
        c = self.counts
        ends = ("windows", "cancelled", "expired", "stopped")
        failures = ("failed_error", "failed_memory", "failed_lane")
        return c["miss"] == sum(c[name] for name in (*ends, *failures))


def distinct(words: int, numbers: Sequence[int]) -> list[Window]:
    """Windows of so many words, one for each number and unlike the others."""
    return [Window(" ".join(["w" * (1 + n)] + ["w"] * (words - 1))) for n in numbers]


def eventually(check: Callable[[], bool]) -> bool:
    """Wait for what another thread is about to do; False after a long while."""
    until = time.monotonic() + 30
    while not check():
        if time.monotonic() > until:
            return False
        time.sleep(0.002)
    return True
