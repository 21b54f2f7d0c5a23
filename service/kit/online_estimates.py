"""Estimates that are learnt from a stream of measurements and forget the old ones.

All of them forget exponentially, so that they follow a machine whose speed changes with its load.
"""

from __future__ import annotations

FORGETTING = 0.98
"""The weight of all earlier measurements at each new one: the last fifty make two thirds."""

_LEAST_SPREAD = 1e-3  # relative variance of x below which the slope cannot be told


class MovingAverage:
    """An exponentially weighted mean.

    Args:
        value: the mean until measurements have come.
    """

    def __init__(self, value: float) -> None:
        self.value = value

    def learn(self, measured: float) -> None:
        """Take one measurement in."""
        self.value += (1 - FORGETTING) * (measured - self.value)


class RecentRate:
    """Amount by time, of the last measurements together.

    Args:
        per_second: the rate until measurements have come, with the weight of one second.
    """

    def __init__(self, per_second: float) -> None:
        self._amount = per_second
        self._seconds = 1.0

    @property
    def per_second(self) -> float:
        """The rate."""
        return self._amount / self._seconds

    def spend(self, seconds: float) -> None:
        """Take in time that belongs to the next amount."""
        self._seconds += seconds

    def learn(self, amount: float) -> None:
        """Take in an amount that came of the time since the last one."""
        self._amount = FORGETTING * (self._amount + amount)
        self._seconds *= FORGETTING


class OnlineRegression:
    """`y = a + b·x` by least squares, with `a, b >= 0`.

    Args:
        slope: y for one x, until measurements have come.
        typical: an x that stands for most.
    """

    def __init__(self, slope: float, typical: float) -> None:
        self._weight = 1.0
        self._x = typical
        self._y = slope * typical
        self._xx = typical * typical
        self._xy = slope * typical * typical

    @property
    def typical(self) -> float:
        """The mean x."""
        return self._x / self._weight

    def learn(self, x: float, y: float) -> None:
        """Take one pair in."""
        self._weight = FORGETTING * self._weight + 1.0
        self._x = FORGETTING * self._x + x
        self._y = FORGETTING * self._y + y
        self._xx = FORGETTING * self._xx + x * x
        self._xy = FORGETTING * self._xy + x * y

    def at(self, x: float) -> float:
        """The expected y of an x."""
        mean_x, mean_y = self._x / self._weight, self._y / self._weight
        if mean_x <= 0.0:
            return mean_y
        through_zero = mean_y / mean_x
        variance = self._xx / self._weight - mean_x * mean_x
        slope = through_zero
        if variance > _LEAST_SPREAD * mean_x * mean_x:
            slope = (self._xy / self._weight - mean_x * mean_y) / variance
            slope = min(max(slope, 0.0), through_zero)
        return mean_y + slope * (x - mean_x)
