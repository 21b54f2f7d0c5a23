"""Wiring: imports, settings, logs."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from service.config.settings import Settings
from service.inference.fake_engine import FakeEngine
from service.inference.manifest import ModelFileError
from service.lifecycle.startup import Startup
from service.observability import logging
from tests.conftest import settings

_IMPORTS = """
import sys, warnings
warnings.simplefilter("ignore")
from service.app import create_app
from service.inference.fake_engine import FakeEngine
import service.api.openapi.document
create_app(engine=FakeEngine())
bad = {"torch", "transformers"} & sys.modules.keys()
sys.exit(f"imported {bad}" if bad else 0)
"""


def test_the_web_layer_imports_no_torch(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", _IMPORTS], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_API_KEYS", "key-a, key-b,")
    monkeypatch.setenv("COPYDESK_MAX_DOCUMENTS", "7")
    found = settings()
    assert [k.get_secret_value() for k in found.api_keys] == ["key-a", "key-b"]
    assert found.max_documents == 7
    assert "key-a" not in repr(found)


def test_every_setting_is_described() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name


@pytest.mark.parametrize(
    "given", [{"max_documents": 0}, {"log_format": "xml"}, {"deadline_seconds": -1}]
)
def test_settings_that_make_no_sense_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        settings(**given)


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
