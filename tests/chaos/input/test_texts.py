"""Texts of one megabyte made to cost much: something short, over and over."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.leaks import leak
from tests.chaos.wire import Line, ask, post
from tests.linear.hostile import UNITS
from tests.server.workers.conftest import Served

SIZE = 1_000_000
_PATIENCE = 5.0  # seconds after which a probe has failed, as an orchestrator would call it
_KINDS: dict[str, Callable[[str], bool]] = {
    "one character": lambda unit: len(unit) == 1,
    "two or three characters": lambda unit: 2 <= len(unit) <= 3,
    "more characters": lambda unit: len(unit) > 3,
}


class Probes:
    """How long `/livez` took while something else went on; None for no answer in time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.took: list[float | None] = []
        self._over = threading.Event()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Probe all the while."""
        thread = threading.Thread(target=self._run)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    @property
    def missed(self) -> int:
        """Probes that were not answered in time."""
        return sum(took is None for took in self.took)

    @property
    def worst(self) -> float:
        """Seconds of the slowest that was answered."""
        return max((took for took in self.took if took is not None), default=0.0)

    def _run(self) -> None:
        while not self._over.wait(0.05):
            began = time.monotonic()
            with Line(self._port) as line:
                line.socket.settimeout(_PATIENCE)
                line.send(b"GET /livez HTTP/1.1\r\nHost: chaos\r\n\r\n")
                try:
                    good = line.answer().status == 200
                except TimeoutError:
                    good = False
            self.took.append(time.monotonic() - began if good else None)


@pytest.mark.chaos
@pytest.mark.parametrize("kind", _KINDS)
def test_a_megabyte_of_anything_freezes_nothing(lone: Served, tried: Tried, kind: str) -> None:
    units = [unit for unit in UNITS if unit.strip() and _KINDS[kind](unit)]
    probes = Probes(lone.port)
    slowest = 0.0
    with probes.going_on():
        for unit in units:
            body = json.dumps({"text": f"It rained. {unit * (SIZE // len(unit.encode()))}"})
            began = time.monotonic()
            answer = ask(lone.port, post("/v1/analyze", body.encode()))
            slowest = max(slowest, time.monotonic() - began)
            assert answer.status in (200, 413, 504), (unit, answer.status, answer.body[:300])
            assert leak(answer.head, answer.body.decode()) is None, unit
    seen = (
        f"slowest answer {slowest:.1f} s, slowest of {len(probes.took):,} probes "
        f"{probes.worst:.2f} s"
    )
    tried("Texts", f"1 MB of {kind}, repeated", f"{len(units)} texts", seen, lost=probes.missed)
