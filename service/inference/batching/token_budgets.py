"""The token budget of a batch, in padded tokens, for each model."""

from __future__ import annotations

_LEAST = 64
_AGAIN = 256  # a halved budget is doubled after so many successful batches


class Budgets:
    """Budgets, tuned at warm-up, halved when memory runs out, and doubled after successes."""

    def __init__(self, default: int) -> None:
        self._default = default
        self._tuned: dict[str, int] = {}
        self._now: dict[str, int] = {}
        self._good: dict[str, int] = {}

    def of(self, model: str) -> int:
        """The budget in padded tokens."""
        return self._now.get(model, self._tuned.get(model, self._default))

    def tune(self, model: str, budget: int) -> None:
        """Set the measured optimum."""
        self._tuned[model] = budget

    def shrink(self, model: str, padded: int) -> None:
        """Note that a batch of so many padded tokens ran out of memory."""
        self._now[model] = max(_LEAST, min(self.of(model), padded // 2))
        self._good[model] = 0

    def went_well(self, model: str) -> None:
        """Note that a batch succeeded."""
        if model not in self._now:
            return
        self._good[model] += 1
        if self._good[model] >= _AGAIN:
            self._good[model] = 0
            self._now[model] *= 2
            if self._now[model] >= self._tuned.get(model, self._default):
                del self._now[model], self._good[model]
