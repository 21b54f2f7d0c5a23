"""Properties over generated input: nothing is a 500, and every span is the posted text."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from service.api.errors.problems import Problem
from service.api.request import json_body
from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.api.analysis.test_answers import spans
from tests.conftest import running, settings

PIECES = [
    "The ferry failed again.", "“A terrible idea,”", " said Tom Reyes, who owns a café.", "\r\n",
    "\n\n", "KYIV - ", "🚢", "👩‍👩‍👧", "e\u0301", "\u200b", "\x07", "\t", "• ", "https://a.example/b?c=1",
    "Read more", "Photo: A. Duarte/Reuters", "Publication November 7, 2026", "Mr. ", "U.S. ",
    "!!!", "…", "<b>", "نص", "文字。", "\u2028", "-- ", "@duarte ", "He won.", "not ", "\ufeff",
    "har\u00adbour ", "oﬃce ", "ｆｕｌｌ ", "O`Neill ", "İstanbul ", "straße ", "\u0301", "𝐛𝐨𝐥𝐝 ",
    "❤\ufe0f",
]  # fmt: skip
messy = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), min_size=1, max_size=30).map(
    "".join
)
calm = hypothesis_settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def post(task: str, content: Any) -> httpx.Response:
    """Post to an app of one's own."""

    async def run() -> httpx.Response:
        app = create_app(settings(log_level="error"), FakeEngine())
        async with running(app) as asgi:
            transport = httpx.ASGITransport(asgi)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                headers = {"Content-Type": "application/json"}
                return await client.post(f"/v1/{task}", content=content, headers=headers)

    return asyncio.run(run())


@calm
@given(
    text=messy,
    unit=st.sampled_from(
        [("unicode", "utf-32-le", 4), ("utf16", "utf-16-le", 2), ("utf8", "utf-8", 1)]
    ),
)
@example(text="\r\nA\r\n\r\n🚢 B.", unit=("utf16", "utf-16-le", 2))
def test_every_span_of_messy_text_is_the_posted_text(text: str, unit: tuple[str, str, int]) -> None:
    name, encoding, width = unit
    request = {"text": text, "offset_unit": name, "include": ["layout"], "targets": ["Tom Reyes"]}
    response = post("analyze", json.dumps(request))
    if response.status_code == 422:
        assert response.json()["errors"][0]["code"] in {"blank", "nul_character"}
        return
    assert response.status_code == 200, response.text
    posted = text.encode(encoding)
    for span in spans(response.json()):
        cut = posted[span["begin"] * width : span["end"] * width]
        assert cut.decode(encoding) == span["text"]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["text", "html", "id", "documents", "targets", "tasks", "kind"])
            | st.text(),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@calm
@given(value=values, task=st.sampled_from(["summary", "stance", "sentiment", "analyze"]))
def test_no_json_value_is_a_500(value: Any, task: str) -> None:
    assert post(task, json.dumps(value)).status_code in {200, 400, 422}


@hypothesis_settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(
    raw=st.binary(max_size=40)
    | st.text(alphabet='{}[]",:\\u0d8 1eE-Natrl\n', max_size=40).map(str.encode)
)
def test_no_bytes_break_the_parser(raw: bytes) -> None:
    found: Problem | None = None
    try:
        json_body.parse(raw)
    except Problem as problem:
        found = problem
    assert found is None or found.status == 400


@pytest.mark.parametrize("raw", [b"[" * 2**20, b'"' + b'\\"' * 2**19, b"[" + b"{}," * 2**18])
def test_hostile_bytes_are_refused_at_once(raw: bytes) -> None:
    async def timed() -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()
        with pytest.raises(Problem):
            json_body.parse(raw)
        return loop.time() - began

    assert asyncio.run(timed()) < 3
