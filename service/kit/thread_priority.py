"""Lower priority for threads that compute.

If cores are scarce, the event loop needs little time but would have to wait for the lanes, which
use all cores. Refusals and probes would then be late, and more requests would be admitted than
can be served.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

_NICE = 15  # 1/30 of the weight; in a container it only affects the container's own threads


def lower_priority() -> None:
    """Lower the priority of the calling thread and of the threads it starts; only on Linux."""
    if sys.platform != "linux":
        return  # on other systems a priority belongs to the whole process
    with suppress(OSError):  # a sandbox may forbid it; the priority then stays the same
        main = os.getpriority(os.PRIO_PROCESS, os.getpid())  # that of the main thread
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), min(19, main + _NICE))
