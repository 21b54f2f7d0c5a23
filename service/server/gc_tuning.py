"""Tuning of garbage collection, once a process is ready to serve.

Modules, schemas and models are some hundred thousand objects that never become garbage. A
full collection walks them all, with the interpreter held: 50 ms and more in which no probe
is answered, again and again under load.
"""

from __future__ import annotations

import ctypes
import gc
import sys

# Objects gained before a collection of the young, and how many of each lead to an older one:
# requests free nearly all they make without it.
_THRESHOLDS = (20_000, 20, 50)


def settle() -> None:
    """Leave all that is there now out of later collections, and have fewer of them.

    And give back what loading needed: glibc keeps free pages below used ones, then a fifth of
    the process.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
