"""A cost learnt as requests go by: so much a request and so much a byte."""

from __future__ import annotations

_FORGET = 0.98  # the weight of one request falls to a third over the fifty after it
_SPREAD = 1e-3  # relative variance below which sizes tell nothing of the slope


class OnlineRegression:
    """y = a + b·x by least squares over what was seen lately, with a, b >= 0.

    Args:
        slope: y for one x, until requests have shown it.
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
        """See one request."""
        self._weight = _FORGET * self._weight + 1.0
        self._x = _FORGET * self._x + x
        self._y = _FORGET * self._y + y
        self._xx = _FORGET * self._xx + x * x
        self._xy = _FORGET * self._xy + x * y

    def at(self, x: float) -> float:
        """What to expect of a request of this x."""
        mean_x, mean_y = self._x / self._weight, self._y / self._weight
        if mean_x <= 0.0:
            return mean_y
        through_zero = mean_y / mean_x
        variance = self._xx / self._weight - mean_x * mean_x
        slope = through_zero
        if variance > _SPREAD * mean_x * mean_x:
            slope = (self._xy / self._weight - mean_x * mean_y) / variance
            slope = min(max(slope, 0.0), through_zero)
        return mean_y + slope * (x - mean_x)
