"""Ends a process whose event loop is blocked, by a timer outside of the interpreter.

Work on text that holds the interpreter lock stops all threads of Python, so that no code in Python
could notice it. A kernel timer can: its signal ends a process that does not reset it in time, and
a service manager or a supervisor starts another one.
"""

from __future__ import annotations

import asyncio
import faulthandler
import signal

AVAILABLE = hasattr(signal, "setitimer")  # not on Windows
_LONGEST_PAUSE = 1.0  # seconds between two beats


class Watchdog:
    """Ends this process unless `beat` is called every `seconds`. One at a time has effect.

    The stack of each thread is written to standard error, as files, lines and functions.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._watching = False
        self._beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Watch from now on, after loading, which may hold the interpreter for long."""
        if AVAILABLE:
            self._watching = True
            faulthandler.register(signal.SIGALRM, all_threads=True, chain=True)
            self.beat()

    def beat(self) -> None:
        """Reset the timer, as the event loop runs."""
        if self._watching:
            signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def stop(self) -> None:
        """Stop watching."""
        if self._watching:
            self._watching = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.unregister(signal.SIGALRM)

    def watch_this_loop(self) -> None:
        """Watch the running event loop, to the end of the process.

        The loop is watched after a signal to stop, too: slow answers during the shutdown do not
        block it.
        """
        self._beating = asyncio.get_running_loop().create_task(self.beating())

    async def beating(self) -> None:
        """Watch the event loop that this runs in, until it is cancelled."""
        self.start()
        try:
            while True:
                await asyncio.sleep(min(_LONGEST_PAUSE, self._seconds / 4))
                self.beat()
        finally:
            self.stop()
