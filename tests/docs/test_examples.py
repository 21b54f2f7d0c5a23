"""Requests, answers and files that pages show are such as the service takes and gives."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import httpx
import pytest

from service.app import create_app
from service.cli.client import in_process
from service.config.settings import Settings
from service.inference.manifest import ModelEntry
from tests.docs.pages import PAGES, ROOT


async def test_the_request_of_the_readme_gives_what_is_said(client: httpx.AsyncClient) -> None:
    shown = re.search(r"/v1/stance -H '([^']+)' -d '(\{.*?\})'\n", PAGES["README.md"], re.S)
    assert shown
    header = dict([shown[1].split(": ")])
    answer = await client.post("/v1/stance", content=shown[2].encode(), headers=header)
    assert answer.status_code == 200, answer.text
    (target,) = answer.json()["stance"]["targets"]
    told = PAGES["README.md"].split("For each target:")[1].split("The whole answer")[0]
    fields = re.findall(r"`(\w+)`", told)
    assert len(fields) > 5
    for field in fields:
        assert field in (target["evidence"][0] if field == "holder" else target), field


async def test_the_paths_of_commands_are_served(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]
    found = {
        path
        for text in PAGES.values()
        for path in re.findall(r"localhost:8000(/[\w/]+)", text.replace("/ID", "/{job}"))
    } | {"/v1/jobs/{job}/results"}
    posted = {path for path in found if not re.search(r"/[0-9a-f]{32}", path)}
    assert len(posted) > 3
    assert {path.rstrip("/") for path in posted} <= set(paths)


def blocks() -> list[dict[str, Any]]:
    """The model.toml files, and parts of such, that the page of the models shows."""
    shown = re.findall(r"```toml\n(.*?)```", PAGES["models/README.md"], re.S)
    return [tomllib.loads(block.replace('"…"', f'"{"0" * 64}"')) for block in shown]


def test_models_of_ones_own_are_described_as_they_are_read() -> None:
    whole, *parts = blocks()
    assert ModelEntry.model_validate(whole).base.path is not None
    for part in parts:
        changed = {name: value for name, value in whole.items() if name != "label_map"} | part
        if part["task"] == "summary":
            changed["labels"] = ()
        ModelEntry.model_validate(changed)


def _words(value: Any) -> Any:
    """An answer without its scores, which differ a little from one processor to the other."""
    if isinstance(value, dict):
        return {key: _words(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_words(inner) for inner in value]
    return None if isinstance(value, float) else value


@pytest.mark.models
async def test_the_whole_answer_is_still_the_one_that_is_shown() -> None:
    block = re.search(r"```json\n(.*?)```", PAGES["docs/example.md"], re.S)
    assert block
    text = (ROOT / "examples" / "harbour-road.txt").read_text(encoding="utf-8")
    chosen = Settings(_env_file=None, log_level="error", profiles=["fast"])
    async with in_process(create_app(chosen)) as client:
        answer = await client.post("/v1/analyze", json={"text": text})
    assert _words(answer.json()) == _words(json.loads(block[1]))
