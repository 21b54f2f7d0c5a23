"""What a process that serves does about memory once it is ready.

Modules, schemas and models are some hundred thousand objects that never become garbage. A
full collection walks them all, with the interpreter held: 50 ms and more in which no probe
is answered, again and again under load.
"""

from __future__ import annotations

import ctypes
import gc

# Objects gained before a collection of the young, and how many of each lead to an older one:
# requests free nearly all they make without it.
_THRESHOLDS = (20_000, 20, 50)


def settle() -> None:
    """Leave all that is there now out of later collections, have fewer of them, and give back
    what loading the models needed.

    glibc keeps free pages below used ones: after loading, a fifth of the process.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other libraries have none
    if trim is not None:
        trim(0)
