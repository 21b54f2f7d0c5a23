"""The lanes let the event loop go first."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from service.kit.thread_priority import lower_priority

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="priorities of threads")


def own() -> int:
    """The calling thread's nice value."""
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_a_thread_stands_back_and_those_it_starts_and_no_other() -> None:
    before = own()
    found: list[int] = []

    def lane() -> None:
        lower_priority()
        found.append(own())
        lower_priority()  # once is enough

        child = threading.Thread(target=lambda: found.append(own()))
        child.start()
        child.join()

    thread = threading.Thread(target=lane)
    thread.start()
    thread.join()
    assert found == [min(19, before + 15)] * 2
    assert own() == before


def test_on_other_systems_no_priority_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to: list[int] = []
    monkeypatch.setattr(os, "setpriority", lambda which, who, nice: set_to.append(nice))
    monkeypatch.setattr(sys, "platform", "darwin")
    lower_priority()
    assert set_to == []
    monkeypatch.setattr(sys, "platform", "linux")
    lower_priority()
    assert len(set_to) == 1
