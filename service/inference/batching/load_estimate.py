"""The waiting and running work, in tokens and in predicted seconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from service.inference.batching.cost_model import CostModel
from service.inference.batching.queue_items import Batch, Item, shape
from service.inference.batching.token_budgets import Budgets
from service.kit.online_estimates import FORGETTING, MovingAverage

_START = 0.9  # share of useful tokens, until batches have run


@dataclass(slots=True)
class TokenSum:
    """Sums over inputs of one model: their number, tokens and squared lengths."""

    windows: float = 0.0
    tokens: float = 0.0
    squares: float = 0.0

    def add(self, length: int, times: int = 1) -> None:
        """Add an input, or remove it with -1."""
        self.windows += times
        self.tokens += times * length
        self.squares += times * length * length

    def forget(self) -> None:
        """Reduce the weight of all inputs so far."""
        self.windows *= FORGETTING
        self.tokens *= FORGETTING
        self.squares *= FORGETTING


class LoadEstimate:
    """Predicts waits from the cost models and the sums of what is queued.

    Times are those of a single lane, because the number of lanes is not known here.
    """

    def __init__(self, budgets: Budgets) -> None:
        self.costs: dict[str, CostModel] = defaultdict(CostModel)
        self.queued: dict[str, TokenSum] = defaultdict(TokenSum)
        self._mix: dict[str, TokenSum] = defaultdict(TokenSum)
        self._running: dict[Batch, None] = {}
        self._budgets = budgets
        self._useful = MovingAverage(_START)

    def expect(self, model: str, length: int) -> None:
        """Count one input to the mix of models that determines the speed."""
        self._mix[model].add(length)

    def enters(self, model: str, length: int) -> None:
        """Note that one more input waits."""
        self.queued[model].add(length)

    def leaves(self, model: str, length: int) -> None:
        """Note that a waiting input was cancelled."""
        self.queued[model].add(length, -1)

    def starts(self, batch: Batch) -> None:
        """Note that a batch goes from the queue into a lane."""
        self._running[batch] = None
        for item in batch.items:
            self.leaves(batch.group.model, item.length)

    def ends(self, batch: Batch) -> None:
        """Note that a batch has left its lane."""
        self._running.pop(batch, None)

    def learn(self, model: str, items: Sequence[Item], seconds: float) -> None:
        """Note that some items ran together in so many seconds."""
        ran, cost = shape(items), self.costs[model]
        cost.learn(ran, seconds)
        self._useful.learn(cost.useful(ran))
        for total in self._mix.values():
            total.forget()
        for item in items:
            self.expect(model, item.length)

    def marginal(self, model: str, length: int) -> float:
        """Seconds of a lane that one more input adds."""
        budget = self._budgets.of(model)
        return self.costs[model].marginal(length, length * length, budget) / self._useful.value

    def seconds(self, now: float, share: float = 1.0) -> float:
        """Seconds of one lane for all running work and a share of the waiting work."""
        waiting = sum(
            self._of(model, total) for model, total in self.queued.items() if total.windows
        )
        return share * waiting + sum(max(0.0, b.began + b.predicted - now) for b in self._running)

    def speed(self) -> float:
        """Useful tokens a second of one lane whose batches are full, 0 before any work."""
        tokens = sum(total.tokens for total in self._mix.values())
        seconds = sum(self._of(model, total) for model, total in self._mix.items())
        return tokens / seconds if seconds else 0.0

    def tokens(self) -> int:
        """Useful tokens that wait or run."""
        waiting = sum(total.tokens for total in self.queued.values())
        return int(waiting) + sum(shape(batch.items).tokens for batch in self._running)

    def windows(self) -> int:
        """Inputs that wait or run."""
        waiting = sum(total.windows for total in self.queued.values())
        return int(waiting) + sum(len(batch.items) for batch in self._running)

    def waiting(self) -> int:
        """Useful tokens that wait."""
        return int(sum(total.tokens for total in self.queued.values()))

    def waiting_windows(self) -> int:
        """Inputs that wait."""
        return int(sum(total.windows for total in self.queued.values()))

    def _of(self, model: str, total: TokenSum) -> float:
        budget = self._budgets.of(model)
        return self.costs[model].marginal(total.tokens, total.squares, budget) / self._useful.value
