"""The script that lets the service rewrite its own examples."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from openapi.refresh import FOLDER, refresh
from service.inference.fake_engine import FakeEngine
from tests.conftest import settings


def test_it_replaces_the_answers_and_nothing_else(tmp_path: Path) -> None:
    source = FOLDER / "summary.single.json"
    copy = tmp_path / source.name
    shutil.copy(source, copy)
    assert refresh(settings(log_level="error"), FakeEngine(), tmp_path) == 1
    before = json.loads(source.read_text(encoding="utf-8"))
    after = json.loads(copy.read_text(encoding="utf-8"))
    assert (after["summary"], after["request"]) == (before["summary"], before["request"])
    assert after["response"]["summary"]["model"] == "embedding-fake"
    assert after["response"].keys() == before["response"].keys()
