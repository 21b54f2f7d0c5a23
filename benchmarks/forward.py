"""The upper limit: bare forward passes and matrix products: `python -m benchmarks.forward`.

It measures tokens a second of our fast sentiment network, and of the same network in ONNX Runtime
and OpenVINO, without a server, and the fraction of the machine's peak that ours reaches. The peak
of a precision is that of plain products by the same library on both threads. FLOP are those of the
published network: products of the linear maps and of attention for every token, although ours
leaves some out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import torch
from typer import echo

from benchmarks.load.options import options, parsed
from benchmarks.report import results
from benchmarks.report.flops import WIDTH, flop
from benchmarks.servers.export import NAME, export
from benchmarks.servers.peer import FOLDER, prepared
from benchmarks.servers.server import BUDGET, BUILD, ROOT, THREADS
from service.config.settings import Settings
from service.inference.backends.tokenization import TokenPiece
from service.inference.models.registry import Registry
from service.inference.torch_backend import TorchBackend
from service.inference.torch_runtime import multiplies_bf16

SHAPES = ((1, 32), (8, 32), (32, 32), (8, 128), (4, 256))  # batch, length
SIDE = 1536  # of the matrices whose product is the peak: as wide as the inner layer


def fastest(work: Callable[[], Any], seconds: float) -> float:
    """Seconds of one call, the least of as many as fit into the time."""
    work()
    best, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def peak(dtype: torch.dtype, seconds: float) -> float:
    """FLOP a second of products, with both threads on one or one for each; the faster counts.

    A square, and the maps of a layer over many tokens.
    """
    best = 0.0
    for rows, inner, columns in ((SIDE, SIDE, SIDE), (4096, WIDTH, SIDE), (4096, SIDE, WIDTH)):
        left = torch.randn(rows, inner).to(dtype)
        right = torch.randn(columns, inner).to(dtype)
        # Of the two libraries under torch oneDNN is the faster on some CPUs, also in fp32.
        onednn = torch.ops.mkldnn._linear_pointwise
        for work in (
            partial(torch.nn.functional.linear, left, right),
            partial(onednn, left, right, None, "none", [], ""),
        ):
            torch.set_num_threads(THREADS)
            calls = max(1 / fastest(work, seconds / 12), _together(work, seconds / 12))
            best = max(best, 2 * rows * inner * columns * calls)
    return best


def ours(precision: str, seconds: float) -> dict[str, dict[str, float]]:
    """Tokens a second by shape: one batch over both threads, and one batch in each of two."""
    registry = Registry.from_settings(Settings(profiles=["fast"]))
    backend = TorchBackend(registry, THREADS, precision)  # type: ignore[arg-type]
    backend.load()
    draw = np.random.default_rng(1)
    found: dict[str, dict[str, float]] = {"one lane": {}, "two lanes": {}}
    for batch, length in SHAPES:
        ids = draw.integers(1000, 20000, (batch, length))
        pieces = [
            TokenPiece(i, tuple(map(int, row)), (0,) * length, 1.0) for i, row in enumerate(ids)
        ]
        name = f"{batch}x{length}"
        torch.set_num_threads(THREADS)
        took = fastest(partial(backend.run, NAME, pieces), seconds)
        found["one lane"][name] = batch * length / took
        calls = _together(partial(backend.run, NAME, pieces), seconds)
        found["two lanes"][name] = batch * length * calls
    return found


def _together(work: Callable[[], Any], seconds: float) -> float:
    """Calls a second of two threads, each of which computes alone."""
    counts = [0] * THREADS
    ready = threading.Barrier(THREADS)

    def lane(number: int) -> None:
        torch.set_num_threads(1)
        work()
        ready.wait()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            work()
            counts[number] += 1

    threads = [threading.Thread(target=lane, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def others(seconds: float) -> dict[str, dict[str, float]]:
    """The same network in other runtimes, which have a separate environment."""
    python = prepared("limits") / "python"
    shapes = " ".join(f"{batch}x{length}" for batch, length in SHAPES)
    settings = {"BENCHMARK_SHAPES": shapes, "BENCHMARK_SECONDS": str(seconds)}
    done = subprocess.run(
        [str(python), str(FOLDER / "limits.py"), str(export()), str(BUILD / "limits")],
        cwd=ROOT, env=os.environ | BUDGET | settings, capture_output=True, check=False, text=True,
    )  # fmt: skip
    if done.returncode:
        echo(f"the other runtimes were not measured:\n{done.stderr[-2000:]}", err=True)
        return {}
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(seconds: float) -> dict[str, Any]:
    """Everything; `seconds` for each figure."""
    kinds = {"fp32": torch.float32} | ({"bf16": torch.bfloat16} if multiplies_bf16() else {})
    peaks = {name: peak(dtype, 3 * seconds) for name, dtype in kinds.items()}
    speeds = {
        f"Copydesk, {kind}, {lanes}": speed
        for kind in kinds
        for lanes, speed in ours(kind, seconds).items()
    }
    return {"peaks": peaks, "speeds": speeds | others(seconds)}


def report() -> str:
    """The table."""
    found = results.load("forward")
    if found is None:
        return "Not measured."
    peaks = found["peaks"]
    rows = []
    for name, speeds in found["speeds"].items():
        kind = "bf16" if "bf16" in name else "fp32" if "fp32" in name else ""
        shares = [
            speeds[f"{b}x{n}"] * flop(n) / peaks[kind] for b, n in SHAPES if kind in peaks
        ]  # fmt: skip
        best = max(shares, default=None)
        cells = [results.number(speeds[f"{b}x{n}"]) for b, n in SHAPES]
        rows.append([name, *cells, results.number(best, 2)])
    head = ["tokens/s", *(f"{b} × {n}" for b, n in SHAPES), "best ÷ peak"]
    peak_line = ", ".join(f"{v / 1e9:,.0f} GFLOP/s in {k}" for k, v in peaks.items())
    return f"Peak of products: {peak_line}.\n\n{results.table(head, rows)}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    parser.add_argument("--seconds", type=float, help="for each figure")
    given = parsed(parser)
    results.save("forward", measure(given.seconds or (0.2 if given.quick else 1.0)))
    echo(report())


if __name__ == "__main__":
    main()
