"""Ends a process whose event loop stands still, from outside of the interpreter.

A pass over text that holds the interpreter's lock stops every thread of Python, so that nothing
written in it could notice. The kernel's alarm clock does: whoever does not wind it again in
time is ended by its signal, and a service manager or a supervisor starts anew.
"""

from __future__ import annotations

import asyncio
import faulthandler
import signal

AVAILABLE = hasattr(signal, "setitimer")  # not on Windows
_LONGEST_PAUSE = 1.0  # seconds between two beats


class Watchdog:
    """Ends this process unless `beat` is called every `seconds`. One at a time has effect.

    Where the threads stood is written to standard error, as files, lines and functions.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._watching = False

    def start(self) -> None:
        """Watch from now on: loading libraries and models may hold the interpreter for long."""
        if AVAILABLE:
            self._watching = True
            faulthandler.register(signal.SIGALRM, all_threads=True, chain=True)
            self.beat()

    def beat(self) -> None:
        """The event loop turns."""
        if self._watching:
            signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def stop(self) -> None:
        """Watch no longer."""
        if self._watching:
            self._watching = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.unregister(signal.SIGALRM)

    async def beating(self) -> None:
        """Watch the event loop that this runs in, until it is cancelled."""
        self.start()
        try:
            while True:
                await asyncio.sleep(min(_LONGEST_PAUSE, self._seconds / 4))
                self.beat()
        finally:
            self.stop()
