"""How long a batch takes, learnt from the batches that ran."""

from __future__ import annotations

_FORGET = 0.98  # weight of all that went before, at each new batch: some fifty batches count
_OUTLIER = 4.0  # a single measurement counts at most so many times what was predicted
_SWEEPS = 8
_FIXED = 16  # tokens whose computation takes about as long as starting a batch
_SCALE = (1.0, 1e-3, 1e-5)

Terms = tuple[float, float, float]


class CostModel:
    """`t = a + b·nL + c·nL²` seconds for `n` inputs padded to `L` tokens.

    Recursive least squares with forgetting, over errors relative to the tokens computed, so
    that short batches count as much as long ones. The three terms are kept at or above zero
    by coordinate descent on the normal equations (Franc et al. 2005), begun at the last
    solution: where all batches have one shape the terms are not to be told apart, and stay put.
    """

    def __init__(self, a: float = 0.004, b: float = 1 / 3000, c: float = 0.0) -> None:
        self.terms: Terms = (a, b, c)
        self._x = [v / s for v, s in zip(self.terms, _SCALE, strict=True)]
        self._gram = [[0.0] * 3 for _ in range(3)]
        self._right = [0.0] * 3
        # A weak belief in the first guess, soon forgotten.
        for n, length in ((1, 32), (16, 32), (4, 256)):
            self._add(n, length, self.predict(n, length), 0.1)

    def predict(self, n: float, length: float) -> float:
        """Seconds of a batch."""
        a, b, c = self.terms
        return a + n * length * (b + c * length)

    def marginal(self, tokens: float, squares: float, padded: float) -> float:
        """Seconds of `tokens` (their squared lengths sum up to `squares`) in batches of `padded`.

        The fixed part is shared by all that fill a batch.
        """
        a, b, c = self.terms
        return tokens * (b + a / padded) + squares * c

    def longest(self, seconds: float, length: float) -> float:
        """Padded tokens that fit into so many seconds, at this length."""
        a, b, c = self.terms
        return max(0.0, seconds - a) / max(b + c * length, 1e-12)

    def learn(self, n: int, length: int, seconds: float, *, surely: bool = False) -> None:
        """Take a measurement in; `surely` for one at warm-up, which is no outlier."""
        predicted = max(self.predict(n, length), 1e-6)
        if not surely:
            seconds = min(max(seconds, predicted / _OUTLIER), predicted * _OUTLIER)
        for row in self._gram:
            row[:] = [value * _FORGET for value in row]
        self._right = [value * _FORGET for value in self._right]
        self._add(n, length, seconds, 1.0)
        self._solve()

    def _add(self, n: int, length: int, seconds: float, times: float) -> None:
        x = _features(n, length)
        weight = times / (_FIXED + n * length) ** 2
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


def _features(n: int, length: int) -> Terms:
    return (_SCALE[0], _SCALE[1] * n * length, _SCALE[2] * n * length * length)
