"""HTML made to blow up: small bodies, deep, wide and full of references."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.leaks import leak
from tests.chaos.wire import Answer, ask, get, post
from tests.server.workers.conftest import Served

_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10)
)  # ten to the ninth
BOMBS: dict[str, Callable[[int], str]] = {
    "divisions nested": lambda n: "<div>" * (n // 5) + "Good." + "</div>" * (n // 20),
    "tables nested": lambda n: "<table><tr><td>" * (n // 15) + "Good.",
    "lists nested": lambda n: "<ul><li>" * (n // 8) + "Good.",
    "links and bold misnested": lambda n: "<a><b><i>x</a></b>" * (n // 18),
    "quotations nested": lambda n: "<blockquote><p>Good." * (n // 20),
    "character references": lambda n: "<p>" + "&amp;" * (n // 5),
    "references without end": lambda n: "<p>" + "&#x" * (n // 3),
    "entities that multiply": lambda n: f"<!DOCTYPE x [{_LAUGHS}]><p>Good. &l9;</p>",
    "one huge attribute": lambda n: f'<p title="{"x" * n}">Good.</p>',
    "attributes": lambda n: "<p " + " ".join(f"a{k}=1" for k in range(n // 9)) + ">Good.</p>",
    "a tag that never ends": lambda n: "<p>Good.</p>" + "<" * n,
    "a comment that never ends": lambda n: "<p>Good.</p>" + "<!--" * (n // 4),
    "a huge name": lambda n: f"<p>Good.</p><{'x' * n}>Bad.",
    "scripts": lambda n: "<p>Good.</p>" + "<script>x</script>" * (n // 18),
    "tiny paragraphs": lambda n: "<p>a" * (n // 4),
    "line breaks": lambda n: "<p>Good." + "<br>" * (n // 4),
    "half tags": lambda n: "<p>Good." + "<a href='" * (n // 9),
    "closing tags": lambda n: "<p>Good.</p>" + "</div>" * (n // 6),
    "forms and selects": lambda n: "<form><select><option>" * (n // 22) + "Good.",
    "zero bytes and specials": lambda n: "<p>Good." + "\0\x0b\ufffe" * (n // 3),
}


def explode(port: int, name: str, size: int) -> Answer:
    """The answer to a bomb: a result or what is wrong with it, in time; no leak."""
    body = json.dumps({"html": BOMBS[name](size), "title": "Council"}).encode()
    answer = ask(port, post("/v1/analyze", body))
    assert answer.status in (200, 413, 422), (name, answer.status, answer.body[:300])
    assert leak(answer.head, answer.body.decode()) is None, name
    return answer


@pytest.mark.parametrize("name", BOMBS)
def test_small_bombs(port: int, name: str) -> None:
    explode(port, name, 5_000)


@pytest.mark.chaos
@pytest.mark.parametrize("name", BOMBS)
def test_large_bombs(lone: Served, tried: Tried, name: str) -> None:
    began = time.monotonic()
    answer = explode(lone.port, name, 1_000_000)
    took = time.monotonic() - began
    assert get(lone.port, "/livez").status == 200
    tried("HTML bombs", f"1 MB: {name}", "1", f"{answer.status} in {took:.1f} s")
