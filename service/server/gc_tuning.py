"""Tuning of garbage collection, once a process is ready to serve.

Modules, schemas and models are hundreds of thousands of objects that never become garbage. A full
collection visits all of them and holds the interpreter lock: probes are not answered for 50 ms or
more, repeatedly under load.
"""

from __future__ import annotations

import ctypes
import gc
import sys

# Thresholds of the three generations. They can be high, because reference counts alone free nearly
# all objects that a request makes.
_THRESHOLDS = (20_000, 20, 50)


def settle() -> None:
    """Exclude all present objects from later collections, and collect less often.

    It also returns the memory that loading has freed: glibc keeps free pages that lie below used
    ones, which would be a fifth of the process.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
