"""Malformed bodies: never a 500, never a word about the inside of the service."""

from __future__ import annotations

import json

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.fuzz import Shot, shots
from tests.chaos.leaks import leak
from tests.chaos.record import tally
from tests.chaos.wire import CUT, Answer, Line, post
from tests.server.workers.conftest import Served


def volley(port: int, seed: int, count: int) -> list[int | str]:
    """The statuses of so many bodies on one connection, each answer looked at."""
    seen: list[int | str] = []
    line = Line(port)
    for number, shot in enumerate(shots(seed, count)):
        line.send(post(shot.path, shot.body, *shot.headers))
        answer = line.answer()
        assert fault(answer, shot) is None, (seed, number, shot, answer, fault(answer, shot))
        seen.append(answer.status)
        if "connection: close" in answer.head.lower():
            line.socket.close()
            line = Line(port)
    line.socket.close()
    return seen


def fault(answer: Answer, shot: Shot) -> str | None:
    """What is wrong with an answer to a malformed request. A result quotes what was posted."""
    if answer.status == CUT or int(answer.status) >= 500:
        return "no answer that tells the caller what is wrong"
    text = answer.body.decode("utf-8")
    quoted = shot.body.decode("utf-8", "replace") if answer.status == 200 else ""
    if inside := leak(answer.head, text, quoted=quoted):
        return f"a leak: {inside}"
    body = json.loads(text)
    if answer.status == 200:
        return None
    if "application/problem+json" not in answer.head:
        return "not a problem"
    return None if body["status"] == answer.status and body["detail"] else "a wrong problem"


def test_a_few_malformed_bodies(port: int) -> None:
    assert {200, 400, 415, 422} <= set(volley(port, seed=0, count=200))


@pytest.mark.chaos
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_thousands_of_malformed_bodies(lone: Served, tried: Tried, seed: int) -> None:
    seen = volley(lone.port, seed, 2500)
    assert {200, 400, 415, 422} <= set(seen)
    assert lone.sentiment("Good.").status_code == 200
    tried("Malformed input", f"bodies of the fuzzer, seed {seed}", "2,500 bodies", tally(seen))
