"""The script that lets the service rewrite its own examples."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from openapi.refresh import refresh
from service.api.openapi.example_files import FOLDER, examples
from service.api.openapi.operations import declare
from service.api.schemas.operations import operation
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


def test_it_writes_the_first_answer_of_an_example(tmp_path: Path) -> None:
    new = tmp_path / "stance.new.json"
    new.write_text('{"summary": "A new one", "request": {"text": "A word."}}', encoding="utf-8")
    assert list(examples("stance", "request", tmp_path)) == ["new"]
    assert examples("stance", "response", tmp_path) == {}
    assert refresh(settings(log_level="error"), FakeEngine(), tmp_path) == 1
    assert examples("stance", "response", tmp_path)["new"]["value"]["stance"]["targets"] == []


def test_an_operation_without_examples_is_declared() -> None:
    declared = declare(replace(operation("stance"), name="unillustrated"))
    assert declared["operation_id"] == "detectStance"
    assert declared["responses"][200]["content"]["application/json"]["examples"] == {}
