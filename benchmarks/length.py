"""The time of an analysis by the article's length: `python -m benchmarks.length`.

One caller posts articles of 100 to 20,000 words with three targets to `/v1/analyze`. The minimum of
a few rounds counts, and a straight line is fitted to it by least squares.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

import numpy as np
from typer import echo

from benchmarks.load import trace
from benchmarks.load.options import options, parsed
from benchmarks.mixed import TARGETS
from benchmarks.report import results
from benchmarks.servers.server import ask, copydesk

WORDS = (100, 300, 1000, 2000, 5000, 10_000, 20_000)


def line(words: list[int], seconds: list[float]) -> dict[str, float]:
    """Seconds a word and at no word, and the share of the variance they explain (R²)."""
    x, y = np.array(words, dtype=float), np.array(seconds)
    slope, start = np.polyfit(x, y, 1)
    left = ((y - slope * x - start) ** 2).sum() / ((y - y.mean()) ** 2).sum()
    return {"slope": float(slope), "start": float(start), "r2": float(1 - left)}


def measure(rounds: int) -> dict[str, Any]:
    """Seconds by words, and the line."""
    words, seconds, tokens = [], [], []
    with copydesk(name="length") as server:
        for index, wanted in enumerate((1000, *WORDS)):
            best, posted, used = float("inf"), 0, 0
            for round_ in range(rounds):
                text = trace.article(wanted, 100 * index + round_)
                body = {"text": text, "targets": TARGETS, "include": ["usage"]}
                began = time.perf_counter()
                status, raw = ask(server.port, "POST", "/v1/analyze", json.dumps(body).encode())
                took = time.perf_counter() - began
                if status != 200:
                    raise ConnectionError(f"{wanted} words answered {status}")
                if took < best:
                    best, posted, used = took, len(text.split()), json.loads(raw)["usage"]["tokens"]
            if index:  # the first warms up
                words.append(posted)
                seconds.append(best)
                tokens.append(used)
    return {"words": words, "seconds": seconds, "tokens": tokens, "line": line(words, seconds)}


def report() -> str:
    """The table and the line."""
    found = results.load("length")
    if found is None:
        return "Not measured."
    number, fit = results.number, found["line"]
    rows = [
        [number(w), number(1000 * s), number(1e6 * s / w, 0), number(t)]
        for w, s, t in zip(found["words"], found["seconds"], found["tokens"], strict=True)
    ]
    shown = results.table(["words", "ms", "ms per 1,000 words", "tokens computed"], rows)
    return (
        f"{shown}\n\nLeast squares: {1e6 * fit['slope']:.0f} ms per 1,000 words and "
        f"{1000 * fit['start']:.0f} ms, R² = {fit['r2']:.4f}."
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    given = parsed(parser)
    results.save("length", measure(2 if given.quick else 4))
    echo(report())


if __name__ == "__main__":
    main()
