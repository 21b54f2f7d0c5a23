"""A model of the time that a batch takes, learnt from earlier batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from service.kit.online_estimates import FORGETTING

_OUTLIER = 4.0  # a single measurement is capped at this multiple of the prediction
_SWEEPS = 8
_FIXED = 16  # tokens that take about as long to compute as starting a batch
_LONGEST = 128  # the length above which attention is assumed to cost more than the rest
_SCALE = (1.0, 1e-3, 1e-5)

Terms = tuple[float, float, float]


class Shape(NamedTuple):
    """A batch of `n` inputs of `tokens` in all; `squares` is the sum of squared lengths."""

    n: int = 0
    tokens: int = 0
    longest: int = 0
    squares: int = 0

    def grown(self, length: int) -> Shape:
        """The shape with one more input of this length."""
        return Shape(
            self.n + 1,
            self.tokens + length,
            max(self.longest, length),
            self.squares + length * length,
        )


def even(n: int, length: int) -> Shape:
    """`n` inputs of one length."""
    return Shape(n, n * length, length, n * length * length)


class CostModel:
    """`a + b·T + c·A` seconds of a batch that computes `T` tokens and `A` pairs in attention.

    `n` inputs padded to the longest, `L`, have `T = nL` and `A = nL²`. A model with `packing`
    computes no padding: `A` is the sum of the squared lengths, and `T` the sum of the lengths,
    which `packing` rounds up to the computed rows.

    The fit is recursive least squares with forgetting, over errors relative to the computed tokens,
    so that short batches count as much as long ones. The three terms are kept at or above zero by
    coordinate descent on the normal equations (Franc et al. 2005), which starts at the last
    solution. If all batches have one shape the terms are not identifiable and keep their values.
    """

    def __init__(self, a: float = 0.004, b: float = 1 / 3000, c: float = 0.0) -> None:
        self.packing: Callable[[int], int] | None = None
        self.terms: Terms = (a, b, c)
        self._x = [v / s for v, s in zip(self.terms, _SCALE, strict=True)]
        self._gram = [[0.0] * 3 for _ in range(3)]
        self._right = [0.0] * 3
        # A weak prior for the first guess, which is soon forgotten.
        for shape in (even(1, 32), even(16, 32), even(4, 256)):
            self._add(shape, self.predict(shape), 0.1)

    def computed(self, shape: Shape) -> int:
        """Tokens that the linear maps of the network compute."""
        return self.packing(shape.tokens) if self.packing else shape.n * shape.longest

    def attended(self, shape: Shape) -> int:
        """Pairs of tokens that attention computes."""
        return shape.squares if self.packing else shape.n * shape.longest**2

    def predict(self, shape: Shape) -> float:
        """Seconds of a batch."""
        a, b, c = self.terms
        return a + b * self.computed(shape) + c * self.attended(shape)

    def useful(self, shape: Shape) -> float:
        """The share of the time, without the fixed part, that is spent on tokens, not padding."""
        b, c = self.terms[1] or 1.0, min(self.terms[2], self.terms[1] / _LONGEST)
        spent = b * self.computed(shape) + c * self.attended(shape)
        return (b * shape.tokens + c * shape.squares) / spent

    def marginal(self, tokens: float, squares: float, budget: float) -> float:
        """Seconds of so many tokens and squared lengths in batches of `budget` tokens.

        All inputs that fill a batch share its fixed part.
        """
        a, b, c = self.terms
        return tokens * (b + a / budget) + squares * c

    def longest(self, seconds: float, length: int) -> float:
        """Tokens that can be computed in so many seconds, at this length."""
        a, b, c = self.terms
        return max(0.0, seconds - a) / max(b + c * length, 1e-12)

    def learn(self, shape: Shape, seconds: float, *, surely: bool = False) -> None:
        """Add a measurement; `surely` means one at warm-up, which is no outlier."""
        predicted = max(self.predict(shape), 1e-6)
        if not surely:
            seconds = min(max(seconds, predicted / _OUTLIER), predicted * _OUTLIER)
        for row in self._gram:
            row[:] = [value * FORGETTING for value in row]
        self._right = [value * FORGETTING for value in self._right]
        self._add(shape, seconds, 1.0)
        self._solve()

    def _add(self, shape: Shape, seconds: float, times: float) -> None:
        given = (1.0, float(self.computed(shape)), float(self.attended(shape)))
        x = [value * s for value, s in zip(given, _SCALE, strict=True)]
        weight = times / (_FIXED + self.computed(shape)) ** 2
        for i in range(3):
            self._right[i] += weight * x[i] * seconds
            for j in range(3):
                self._gram[i][j] += weight * x[i] * x[j]

    def _solve(self) -> None:
        gram, x = self._gram, self._x
        for _ in range(_SWEEPS):
            for i in range(3):
                rest = sum(gram[i][j] * x[j] for j in range(3) if j != i)
                x[i] = max(0.0, (self._right[i] - rest) / max(gram[i][i], 1e-12))
        a, b, c = (value * s for value, s in zip(x, _SCALE, strict=True))
        self.terms = (a, b, c)
