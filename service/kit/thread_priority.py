"""Threads that let others of their process go first.

Where cores are short the event loop, which needs little, would wait its turn behind the lanes,
which take all there is: refusals and probes came late, and more was let in than could be served.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

_NICE = 15  # a thirtieth of the weight; in a container it counts among its own threads only


def lower_priority() -> None:
    """Lower the priority of the calling thread, and of those it starts; only on Linux."""
    if sys.platform != "linux":
        return  # elsewhere a priority is the process's
    with suppress(OSError):  # a sandbox may forbid it, and then it is as it was
        main = os.getpriority(os.PRIO_PROCESS, os.getpid())  # of its first thread
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), min(19, main + _NICE))
