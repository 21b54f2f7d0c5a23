"""Requests, answers and files that pages show are such as the service takes and gives."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from openapi.refresh import refresh
from service.api.openapi.example_files import FOLDER
from service.app import create_app
from service.cli.client import in_process
from service.config.settings import Settings
from service.inference.engine import LocalEngine
from service.inference.manifest.entry import ModelEntry
from tests.docs.pages import PAGES, ROOT
from tests.docs.picture import PICTURE, svg


def request_and_answer() -> tuple[bytes, dict[str, str], Any]:
    """Body, header and shortened answer of the README's request."""
    page = PAGES["README.md"]
    shown = re.search(r"/v1/stance -H '([^']+)' -d '(\{.*?\})'\n", page, re.S)
    answer = re.search(r"```json\n(.*?)```", page, re.S)
    assert shown
    assert answer
    return shown[2].encode(), dict([shown[1].split(": ")]), json.loads(answer[1])


def places(value: Any, at: str = "") -> set[str]:
    """JSON pointers of all that an answer holds; the first item stands for those of a list."""
    if isinstance(value, dict):
        inner = [places(item, f"{at}/{name}") for name, item in value.items()]
    elif isinstance(value, list):
        inner = [places(item, f"{at}/0") for item in value[:1]]
    else:
        inner = []
    return {at}.union(*inner)


async def test_the_answer_of_the_readme_has_the_keys_of_the_service(
    client: httpx.AsyncClient,
) -> None:
    body, header, shown = request_and_answer()
    answer = await client.post("/v1/stance", content=body, headers=header)
    assert answer.status_code == 200, answer.text
    assert "/stance/targets/0/evidence/0/holder/name" in places(shown)
    assert places(shown) - places(answer.json()) == set()


async def test_the_paths_of_commands_are_served(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]
    found = {
        path
        for text in PAGES.values()
        for path in re.findall(r"localhost:8000(/[\w/]+)", text.replace("/ID", "/{job}"))
    } | {"/v1/jobs/{job}/results"}
    posted = {path for path in found if not re.search(r"/[0-9a-f]{32}", path)}
    assert len(posted) > 3
    # The task that CONTRIBUTING.md adds is served in tests/tasks/test_new_task.py.
    assert {path.rstrip("/") for path in posted} - {"/v1/emotion"} <= set(paths)


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


def _part(given: Any, shown: Any) -> Any:
    """What of an answer is shown."""
    if isinstance(shown, dict):
        return {name: _part(given[name], value) for name, value in shown.items()}
    if isinstance(shown, list):
        return [_part(*pair) for pair in zip(given, shown, strict=False)]
    return given


@pytest.mark.models
async def test_the_answer_of_the_readme_is_still_the_one_that_is_shown() -> None:
    body, header, shown = request_and_answer()
    chosen = Settings(_env_file=None, log_level="error", profiles=["balanced"], precision="fp32")
    async with in_process(create_app(chosen)) as client:
        answer = await client.post("/v1/stance", content=body, headers=header)
    assert _words(_part(answer.json(), shown)) == _words(shown)


def test_the_picture_of_the_readme_is_that_of_the_answer() -> None:
    drawn = PICTURE.read_text(encoding="utf-8")
    assert drawn == svg() + "\n", "python -m tests.docs.picture > docs/figures/analyze.svg"


def test_badges_say_what_the_project_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = {
        "licence": project["license"],
        "python": project["requires-python"].removeprefix(">=") + " or newer",
    }
    for name, words in said.items():
        badge = (ROOT / "docs" / "figures" / f"badge-{name}.svg").read_text(encoding="utf-8")
        assert f">{name}: {words}<" in badge
        assert f"![{name}: {words}](" in PAGES["README.md"]


@pytest.mark.models
async def test_the_whole_answer_is_still_the_one_that_is_shown() -> None:
    block = re.search(r"```json\n(.*?)```", PAGES["docs/example.md"], re.S)
    assert block
    text = (ROOT / "examples" / "harbour-road.txt").read_text(encoding="utf-8")
    chosen = Settings(_env_file=None, log_level="error", profiles=["balanced"], precision="fp32")
    async with in_process(create_app(chosen)) as client:
        answer = await client.post("/v1/analyze", json={"text": text})
    assert _words(answer.json()) == _words(json.loads(block[1]))


@pytest.mark.models
def test_the_examples_of_the_openapi_document_are_still_the_service_s_answers(
    tmp_path: Path,
) -> None:
    for path in FOLDER.glob("*.json"):
        shutil.copy(path, tmp_path)
    chosen = Settings(_env_file=None, log_level="error")
    assert refresh(chosen, LocalEngine.from_settings(chosen), tmp_path) > 10
    for path in tmp_path.glob("*.json"):
        answered = json.loads(path.read_text(encoding="utf-8"))["response"]
        shown = json.loads((FOLDER / path.name).read_text(encoding="utf-8"))["response"]
        assert _words(answered) == _words(shown), f"{path.name}: make examples openapi"
