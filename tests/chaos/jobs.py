"""A job whose every result can be told from any other: what was accepted, done and lost."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import httpx

from tests.chaos.numbered_texts import numbered
from tests.server.workers.conftest import HANG

LINES = {"Content-Type": "application/x-ndjson"}


class Client:
    """Asks a service, each time on a connection of its own; None where nobody answers."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response | None:
        """The answer, if one came."""
        try:
            with httpx.Client(timeout=HANG, trust_env=False) as client:
                return client.request(method, self.base + path, **more)
        except httpx.TransportError:
            return None

    def post(self, key: str, first: int, count: int, words: str = "") -> httpx.Response | None:
        """A job of numbered texts."""
        texts = [f"{numbered(number)} {words}" for number in range(first, first + count)]
        lines = "".join(json.dumps({"text": t, "tasks": ["sentiment"]}) + "\n" for t in texts)
        headers = LINES | {"Idempotency-Key": key}
        return self.ask("POST", "/v1/jobs", content=lines, headers=headers)

    def finished(self, job: str) -> int:
        """How many documents have a result; 0 also while nobody answers."""
        answer = self.ask("GET", job)
        if answer is None or answer.status_code != 200:
            return 0
        return int(answer.json()["documents"]["succeeded"])

    def lost(self, job: str, first: int, count: int) -> int:
        """Documents of a job that is done without exactly one right result."""
        answer = self.ask("GET", f"{job}/results")
        assert answer is not None
        assert answer.status_code == 200
        lines = [json.loads(line) for line in answer.text.splitlines()]
        good = Counter(line["index"] for line in lines if _right(line, first + line["index"]))
        return sum(good[index] != 1 for index in range(count)) + max(0, len(lines) - count)


def _right(line: dict[str, Any], number: int) -> bool:
    if line["error"] is not None:
        return False
    sentence = line["result"]["sentiment"]["sentences"][0]
    label = "positive" if number % 3 else "negative"
    same = sentence["span"]["text"].startswith(numbered(number))
    return bool(same and sentence["label"] == label)
