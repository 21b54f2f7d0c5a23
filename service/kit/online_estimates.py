"""Estimates that are learnt from a stream of measurements and forget the old ones.

All of them forget exponentially, so that they follow a machine whose speed changes with its load.
"""

from __future__ import annotations

FORGETTING = 0.98
"""The factor on all earlier measurements at each new one; the last 50 have 2/3 of the weight."""

_LEAST_SPREAD = 1e-3  # relative variance of x below which the slope cannot be estimated


class MovingAverage:
    """An exponentially weighted mean.

    Args:
        value: the mean before the first measurement.
    """

    def __init__(self, value: float) -> None:
        self.value = value

    def learn(self, measured: float) -> None:
        """Add one measurement."""
        self.value += (1 - FORGETTING) * (measured - self.value)


class RecentRate:
    """The ratio of amount to time over the last measurements.

    Args:
        per_second: the rate before the first measurement; it has the weight of one second.
    """

    def __init__(self, per_second: float) -> None:
        self._amount = per_second
        self._seconds = 1.0

    @property
    def per_second(self) -> float:
        """The rate, in units of the amount a second."""
        return self._amount / self._seconds

    def spend(self, seconds: float) -> None:
        """Add seconds that belong to the next amount."""
        self._seconds += seconds

    def learn(self, amount: float) -> None:
        """Add the amount that was done in the time since the last amount."""
        self._amount = FORGETTING * (self._amount + amount)
        self._seconds *= FORGETTING


class OnlineRegression:
    """`y = a + b·x` by least squares, with `a, b >= 0`.

    Args:
        slope: the slope before the first measurement.
        typical: a typical x, used as the mean before the first measurement.
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
        """Add one pair."""
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
