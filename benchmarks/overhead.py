"""The cost of a request outside of the networks: `python -m benchmarks.overhead`.

The app runs in this process with an engine that answers from memory, so that no time is spent in
networks. Figures are CPU microseconds for each request (all threads), as the minimum of several
rounds, which excludes the influence of other programs on the caches. "app" is the whole ASGI call.
The other rows are its stages called alone, and "rest" is the remainder: routing, middleware, task
switches. Sockets and HTTP parsing are not included.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from typer import echo

from service.api.analysis.run_tasks import run_wanted
from service.api.analysis.serialize import written
from service.api.errors.validation import validated
from service.api.request import json_body
from service.api.request.documents import Posted
from service.api.schemas.operations import ANALYZE, Operation, operation
from service.api.schemas.requests import DocumentInput
from service.app import create_app
from service.config.settings import Settings
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, Embeddings, Window
from service.inference.reader import fake_reader
from service.inference.reader.model_annotator import decode, segments_of, sentences_read
from service.tasks.annotations import Annotations, assemble
from service.text.language import identification
from service.text.segmentation.builder import build_document

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TARGETS = ["the city council", "Ana Duarte", "closing the harbour road to cars"]
SENTENCE = "The new harbour road is a terrible mistake for the old town."


class Remembering(FakeEngine):
    """The fake engine with memoised answers, so that only a look-up is left."""

    def __init__(self) -> None:
        super().__init__()
        self._scores: dict[Window, ClassScores] = {}
        self._vectors: dict[tuple[str, ...], Embeddings] = {}

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        """See `Engine.classify`."""
        missing = [w for w in dict.fromkeys(windows) if w not in self._scores]
        if missing:
            found = await super().classify(task, missing)
            self._scores.update(zip(missing, found, strict=True))
        return [self._scores[w] for w in windows]

    async def embed(self, texts: Sequence[str], call: Call | None = None) -> Embeddings:
        """See `Engine.embed`. 384 dimensions, as the fast encoder's."""
        key = tuple(texts)
        if key not in self._vectors:
            wide = await super().embed(texts)
            folded = wide[:, :384] + wide[:, 384:768]
            self._vectors[key] = folded / np.linalg.norm(folded, axis=1, keepdims=True)
        return self._vectors[key]


@dataclass(frozen=True)
class Case:
    """One kind of request."""

    name: str
    operation: Operation
    posted: dict[str, Any]

    @property
    def raw(self) -> bytes:
        """The body."""
        return json.dumps(self.posted).encode()


def article(words: int) -> str:
    """At least so many words of news, no paragraph and hardly a surname twice."""
    pieces = [p.read_text(encoding="utf-8") for p in sorted(EXAMPLES.glob("*.txt"))]
    text = "\n\n".join(pieces)
    made = text
    while len(made.split()) < words:
        tail = chr(97 + len(made) % 26) + chr(97 + len(made) // 26 % 26)
        again = text.replace("Duarte", f"Duar{tail}").replace("Reyes", f"Rey{tail}")
        made += "\n\n" + again.replace(". ", f" in ward {len(made)}. ")
    return made


CASES = (
    Case("sentence", operation("sentiment"), {"text": SENTENCE}),
    Case("800 words", ANALYZE, {"text": article(800), "targets": TARGETS}),
    Case("20,000 words", ANALYZE, {"text": article(20_000), "targets": TARGETS}),
)


async def _app_call(app: Any, state: dict[str, Any], case: Case, raw: bytes) -> bytes:
    """One request through the whole app, as a server makes it."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": f"/v1/{case.operation.name}",
        "raw_path": f"/v1/{case.operation.name}".encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", b"127.0.0.1:8000"),
            (b"accept", b"*/*"),
            (b"user-agent", b"benchmark"),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(raw)).encode()),
        ],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "state": dict(state),
    }
    parts: list[bytes] = []
    given = False
    gone = asyncio.Event()

    async def receive() -> dict[str, Any]:
        nonlocal given
        if given:
            await gone.wait()
            return {"type": "http.disconnect"}
        given = True
        return {"type": "http.request", "body": raw, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start" and message["status"] != 200:
            raise RuntimeError(f"status {message['status']}")
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return b"".join(parts)


async def _cost(work: Callable[[], Awaitable[Any]], rounds: int, least: float) -> float:
    """CPU microseconds of one call; each round takes at least `least` seconds of CPU."""
    await work()
    began = time.process_time()
    await work()
    count = max(1, int(least / max(time.process_time() - began, 1e-6)))
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        for _ in range(count):
            await work()
        best = min(best, (time.process_time() - began) / count)
    return best * 1e6


def _later(work: Callable[[], Any]) -> Callable[[], Awaitable[Any]]:
    async def run() -> Any:
        return work()

    return run


async def measure(case: Case, rounds: int, least: float) -> dict[str, float]:
    """Microseconds by stage."""
    engine = Remembering()
    app = create_app(Settings(log_level="info"), engine)
    raw = case.raw
    operation = case.operation
    fields = operation.document.model_fields
    own = {k: v for k, v in case.posted.items() if k in fields}
    given = operation.document.model_validate(own)
    options = operation.options.model_validate({})
    assert isinstance(given, DocumentInput)
    posted = Posted(given, options)
    document = build_document(case.posted["text"])
    outputs = fake_reader.read(segments_of(document, sentences_read(document)))
    reading = decode(document, outputs, fake_reader.HEADS)
    sample = " ".join(s.clean for s in document.content())

    async def tasks() -> None:
        wanted, about = operation.asked(given, options)
        annotations = Annotations(document, engine, Call(), about)
        results = await run_wanted(wanted, annotations)
        written(operation, posted, document, results, [], None)

    async with app.router.lifespan_context(app) as state:
        stages: dict[str, Callable[[], Awaitable[Any]]] = {
            "JSON": _later(lambda: json_body.parse(raw)),
            "schema": _later(lambda: validated(operation.document, own, [])),
            "text": _later(lambda: build_document(case.posted["text"])),
            "  of it language": _later(lambda: identification.identify(sample[:4000])),
            "tasks": tasks,
            "  of it names": _later(lambda: assemble(document, reading)),
            "app": lambda: _app_call(app, dict(state or {}), case, raw),
        }
        found = {name: await _cost(work, rounds, least) for name, work in stages.items()}
    found["rest"] = found["app"] - sum(
        v for k, v in found.items() if k != "app" and not k.startswith(" ")
    )
    return found


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.3, help="least CPU time of a round")
    given = parser.parse_args()
    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):  # the access log
        columns = {c.name: asyncio.run(measure(c, given.rounds, given.seconds)) for c in CASES}
    echo(f"{'CPU µs a request':18}" + "".join(f"{name:>14}" for name in columns))
    for stage in next(iter(columns.values())):
        echo(f"{stage:18}" + "".join(f"{found[stage]:14,.0f}" for found in columns.values()))


if __name__ == "__main__":
    main()
