"""How time grows with size, judged so that a busy machine makes no difference."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

# A linear run over the largest input stays below this, or is compared with a smaller one.
_NOTHING = 0.02
_STEP = 4
_MOST = 2.2 * _STEP  # linear growth is `_STEP`, quadratic growth its square
_PATIENCE = 3.0
_SMALLEST = 64


class _TooLongError(Exception):
    pass


def too_steep(make: Callable[[int], T], run: Callable[[T], object], largest: int) -> str | None:
    """What is wrong with how `run` grows, or None where it grows in proportion.

    The time is the processor's for this process alone. What takes next to nothing of it at
    the largest size has no growth worth a second look; all else is compared with a quarter.

    Args:
        make: the input of a size in characters.
        run: what is to be linear in it.
    """
    took = _time(run, make(largest))
    if took < _NOTHING:
        return None
    if took >= _PATIENCE and largest > _SMALLEST:  # broken off: how it grows shows on less
        return too_steep(make, run, largest // _STEP)
    less = _time(run, make(largest // _STEP))
    if took > _MOST * less:  # once more, for a pause of the machine may have been in it
        took = min(took, _time(run, make(largest)))
        less = max(less, _time(run, make(largest // _STEP)))
    if took <= _MOST * less:
        return None
    return f"{largest // _STEP} characters: {less:.4f} s, {largest}: {took:.4f} s"


def suspect(run: Callable[[T], object], given: T, size: int) -> bool:
    """Whether a run over a small input takes more than a linear one would by far.

    A quarter of a microsecond a character: what costs the square of 2,000 characters takes
    several times as long, and most patterns a fifth of it. It only saves the larger input.
    """
    return _time(run, given) > 0.25e-6 * size


def _time(run: Callable[[T], object], given: T) -> float:
    """Seconds of processor time; a run is broken off after `_PATIENCE` seconds."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    earlier = signal.signal(signal.SIGVTALRM, stop)
    collecting = gc.isenabled()
    gc.disable()  # a collection goes over everything there is, whatever the size of the input
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, _PATIENCE)
    try:
        run(given)
    except _TooLongError:
        return _PATIENCE
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier)
        if collecting:
            gc.enable()
    return time.process_time() - began
