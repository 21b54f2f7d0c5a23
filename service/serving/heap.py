"""Python's garbage collector, for a process that serves.

Modules, schemas and models are some hundred thousand objects that never become garbage. A
full collection walks them all, with the interpreter held: 50 ms and more in which no probe
is answered, again and again under load.
"""

from __future__ import annotations

import gc

# Objects gained before a collection of the young, and how many of each lead to an older one:
# requests free nearly all they make without it.
_THRESHOLDS = (20_000, 20, 50)


def settle() -> None:
    """Leave all that is there now out of later collections, and have fewer of them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
