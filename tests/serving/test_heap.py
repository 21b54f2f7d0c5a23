"""What the collector is told once the models are loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from service.app import create_app
from service.inference.fake import FakeEngine
from service.serving import heap
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
    async with running(create_app(settings(), FakeEngine(), loaded=heap.settle)):
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[0] > 700
