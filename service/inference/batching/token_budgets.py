"""How many padded tokens a batch of each model may have."""

from __future__ import annotations

_LEAST = 64
_AGAIN = 256  # batches without trouble after which a halved budget is doubled


class Budgets:
    """Tuned at warm-up, halved when memory runs out, grown back once all has gone well."""

    def __init__(self, default: int) -> None:
        self._default = default
        self._tuned: dict[str, int] = {}
        self._now: dict[str, int] = {}
        self._good: dict[str, int] = {}

    def of(self, model: str) -> int:
        """Padded tokens."""
        return self._now.get(model, self._tuned.get(model, self._default))

    def tune(self, model: str, budget: int) -> None:
        """Set what was measured to be best."""
        self._tuned[model] = budget

    def shrink(self, model: str, padded: int) -> None:
        """Memory ran out over so many padded tokens."""
        self._now[model] = max(_LEAST, min(self.of(model), padded // 2))
        self._good[model] = 0

    def went_well(self, model: str) -> None:
        """A batch ran."""
        if model not in self._now:
            return
        self._good[model] += 1
        if self._good[model] >= _AGAIN:
            self._good[model] = 0
            self._now[model] *= 2
            if self._now[model] >= self._tuned.get(model, self._default):
                del self._now[model], self._good[model]
