"""More small pages, after public reports of other extractors.

`{A}` and `{B}` stand for the paragraphs of the article, `{0}` to `{3}` for further ones.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from service.text.html.extract import extract
from tests.text.html.small import BEFORE, A, B

_FILE = Path(__file__).parent / "more_small.jsonl"
CASES = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]
_PARAGRAPHS = {"{A}": A, "{B}": B, **{f"{{{i}}}": text for i, text in enumerate(BEFORE)}}


def _whole(text: str) -> str:
    for short, words in _PARAGRAPHS.items():
        text = text.replace(short, words)
    return text


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_what_a_reader_sees_is_read(case: dict[str, Any]) -> None:
    text = extract(_whole(case["html"])).text
    assert [part for part in map(_whole, case["has"]) if part not in text] == []
    assert [part for part in case["lacks"] if part in text] == []
