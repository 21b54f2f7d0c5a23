"""The settings of the garbage collector once the models are loaded."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys
from collections.abc import Iterator

import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.server import gc_tuning
from tests.conftest import running, settings


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


async def test_what_was_loaded_is_left_out_of_later_collections() -> None:
    async with running(create_app(settings(), FakeEngine())):
        assert gc.get_freeze_count() == 0
    async with running(create_app(settings(), FakeEngine(), loaded=gc_tuning.settle)):
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[0] > 700


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="malloc_trim is glibc's")
def test_pages_that_loading_left_free_are_given_back() -> None:
    code = """
from pathlib import Path
from service.server import gc_tuning
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20
before = resident()
held = [bytes(2000) for _ in range(50_000)]
del held[::2], held[::2]; held = held[::40]  # a few stay, so that none below goes by itself
left = resident()
gc_tuning.settle()
print(left - before, resident() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    left, after = map(int, done.stdout.split())
    assert left > 80
    assert after < left / 2
