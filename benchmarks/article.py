"""Compares an analysis with bare forward passes of its tokens: `python -m benchmarks.article`.

One caller posts articles of 800 words with three targets to `/v1/analyze`. Alternating with these
requests, the windows of such an analysis run through the same networks in this process without a
server: sorted by length, on both cores, in the fastest batches.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import torch
from typer import echo

from benchmarks.load import trace
from benchmarks.load.options import options, parsed
from benchmarks.mixed import TARGETS
from benchmarks.report import results
from benchmarks.servers.server import THREADS, ask, copydesk
from benchmarks.serving import precision
from service.app import create_app
from service.cli.client import in_process
from service.config.settings import Settings
from service.inference.backends.tokenization import TokenPiece
from service.inference.engine import LocalEngine
from service.inference.models.registry import Registry
from service.inference.protocol import Call, ClassScores, Embeddings, Window
from service.inference.torch_backend import TorchBackend

WORDS = 800
BUDGETS = (512, 1024, 2048, 8192)  # tokens of a batch


class Recording(LocalEngine):
    """An engine that records its windows by model."""

    def __init__(self, backend: TorchBackend) -> None:
        super().__init__(backend)
        self.asked: dict[str, dict[Window, None]] = {}

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        """See `Engine.classify`."""
        self._remember(task, windows)
        return await super().classify(task, windows, call)

    async def embed(self, texts: Sequence[str], call: Call | None = None) -> Embeddings:
        """See `Engine.embed`."""
        self._remember("embedding", [Window(text) for text in texts])
        return await super().embed(texts, call)

    def _remember(self, task: str, windows: Sequence[Window]) -> None:
        self.asked.setdefault(self.info(task).name, {}).update(dict.fromkeys(windows))


def body(number: int) -> dict[str, Any]:
    """An article with its targets."""
    return {"text": trace.article(WORDS, number), "targets": TARGETS, "include": ["usage"]}


async def windows(backend: TorchBackend) -> dict[str, list[TokenPiece]]:
    """The inputs of one analysis, by model, each once."""
    engine = Recording(backend)
    settings = Settings(_env_file=None, log_level="error", profiles=["fast"])
    async with in_process(create_app(settings, engine)) as http:
        answer = await http.post("/v1/analyze", json=body(1))
        answer.raise_for_status()
    return {name: backend.tokenise(name, list(asked)) for name, asked in engine.asked.items()}


def batches(pieces: Sequence[TokenPiece], budget: int) -> list[list[TokenPiece]]:
    """Sorted by length, up to `budget` padded tokens each."""
    made: list[list[TokenPiece]] = [[]]
    for piece in sorted(pieces, key=len, reverse=True):
        if made[-1] and len(made[-1][0]) * (len(made[-1]) + 1) > budget:
            made.append([])
        made[-1].append(piece)
    return made


Jobs = list[Callable[[], Any]]
Way = tuple[int, bool]  # tokens of a batch; whether each thread computes separate batches


def bare(jobs: dict[int, Jobs], ways: Sequence[Way], pool: ThreadPoolExecutor) -> dict[Way, float]:
    """Seconds of all forward passes for each way to batch and distribute them."""
    found = {}
    for budget, separate in ways:
        began = time.perf_counter()
        if separate:
            for waiting in [pool.submit(job) for job in jobs[budget]]:
                waiting.result()
        else:
            for job in jobs[budget]:
                job()
        found[budget, separate] = time.perf_counter() - began
    return found


def measure(rounds: int) -> dict[str, Any]:
    """Medians over the rounds."""
    whole, alone, tokens = [], [], 0
    with copydesk(name="article") as server:
        kind = precision(server.port)
        registry = Registry.from_settings(Settings(_env_file=None, profiles=["fast"]))
        backend = TorchBackend(registry, THREADS, kind)  # type: ignore[arg-type]
        backend.load()
        asked = asyncio.run(windows(backend))
        jobs: dict[int, Jobs] = {
            budget: [
                partial(backend.run, name, batch)
                for name, pieces in asked.items()
                for batch in batches(pieces, budget)
            ]
            for budget in BUDGETS
        }
        ways: list[Way] = [(budget, separate) for budget in BUDGETS for separate in (True, False)]
        torch.set_num_threads(THREADS)
        with ThreadPoolExecutor(THREADS, initializer=partial(torch.set_num_threads, 1)) as pool:
            for number in range(rounds + 1):
                posted = json.dumps(body(number + 2)).encode()
                began = time.perf_counter()
                status, raw = ask(server.port, "POST", "/v1/analyze", posted)
                took = time.perf_counter() - began
                if status != 200:
                    raise ConnectionError(f"answered {status}")
                tokens = json.loads(raw)["usage"]["tokens"]
                forwards = bare(jobs, ways, pool)
                # The first round warms up and shows which ways are worth measuring.
                ways = sorted(forwards, key=lambda way: forwards[way])[:2]
                if number:
                    whole.append(took)
                    alone.append(min(forwards.values()))
    return {
        "analysis": statistics.median(whole),
        "bare": statistics.median(alone),
        "ratio": statistics.median(a / b for a, b in zip(whole, alone, strict=True)),
        "tokens": tokens,
        "bare_tokens": sum(len(p) for pieces in asked.values() for p in pieces),
        "rounds": rounds,
        "precision": kind,
    }


def report() -> str:
    """The table."""
    found = results.load("article")
    if found is None:
        return "Not measured."
    number = results.number
    head = ["", "ms", "tokens"]
    rows = [
        [f"`/v1/analyze`, {WORDS} words, {len(TARGETS)} targets",
         number(1000 * found["analysis"]), number(found["tokens"])],
        [f"bare forwards, {found['precision']}",
         number(1000 * found["bare"]), number(found["bare_tokens"])],
        ["ratio (median of the pairs)", number(found["ratio"], 2), ""],
    ]  # fmt: skip
    return results.table(head, rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    given = parsed(parser)
    results.save("article", measure(5 if given.quick else 20))
    echo(report())


if __name__ == "__main__":
    main()
