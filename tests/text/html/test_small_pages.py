"""What a reader sees of a page is read, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.text.html.extract import extract
from tests.text.html.small import AFTER, BEFORE, CASES, A, B, Case, long_forms


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_what_is_seen_is_read(case: Case) -> None:
    _, page, has, lacks = case
    text = extract(page).text
    assert [part for part in has if part not in text] == []
    assert [part for part in lacks if part in text] == []


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_and_so_it_is_in_a_long_article(case: Case) -> None:
    _, page, has, lacks = case
    has = [part for part in has if A not in part and B not in part]
    for long in long_forms(page):
        text = extract(long).text
        assert [part for part in (A, *BEFORE, *has, *AFTER, B) if part not in text] == []
        assert [part for part in lacks if part in text] == []
        assert "Home" not in text


REPORTED = [
    json.loads(line) for line in (Path(__file__).parent / "reported.jsonl").read_text().splitlines()
]


@pytest.mark.parametrize("case", REPORTED, ids=[case["id"] for case in REPORTED])
async def test_what_was_once_read_wrongly(client: httpx.AsyncClient, case: dict[str, Any]) -> None:
    body = {"html": case["html"], "include": ["text"]}
    text = (await client.post("/v1/sentiment", json=body)).json()["text"]
    assert [part for part in case["has"] if part not in text] == []
    assert [part for part in case["lacks"] if part in text] == []
