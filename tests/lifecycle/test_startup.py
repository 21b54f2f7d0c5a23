"""What is logged of models that cannot be loaded."""

from __future__ import annotations

import asyncio
import json

import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.manifest.entry import ModelFileError
from service.lifecycle.startup import Startup
from service.observability import logging
from tests.conftest import settings


@pytest.mark.parametrize(
    ("error", "trace"), [(ModelFileError("a.toml: is bad"), False), (KeyError("x"), True)]
)
async def test_of_a_model_s_file_the_message_says_it_all(
    error: Exception, trace: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(FakeEngine):
        async def start(self) -> None:
            raise error

    logging.set_up_logs(settings(log_format="json"))
    startup = Startup(Broken())
    async with startup.around(background=True):
        for _ in range(500):
            if startup.failure is not None:
                break
            await asyncio.sleep(0.01)
    (line,) = map(json.loads, capsys.readouterr().err.splitlines())
    assert (line["event"], line["why"]) == ("the models could not be loaded", str(error))
    assert ("exception" in line) is trace
