"""Goals and what was measured: a line for each figure, from the stored results."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from benchmarks.report import results
from benchmarks.report.results import number
from benchmarks.servers.peer import PEERS

Result = dict[str, Any]


class Goal(NamedTuple):
    """A figure: its name, its goal, its measurement, and whether that reaches the goal."""

    title: str
    wanted: str
    measured: str
    reached: bool


def table() -> str:
    """All goals for which there are stored results."""
    rows = [
        [g.title, g.wanted, g.measured, "yes" if g.reached else "**no**"]
        for g in (*_serving(), *_others())
    ]
    return results.table(["figure", "wanted", "measured", "reached"], rows)


def _load(name: str) -> Result | None:
    return results.load(name)


def _serving() -> Iterator[Goal]:
    closed = {name: found for name in PEERS if (found := _load(f"closed-{name}"))}
    ours = [name for name in closed if PEERS[name].ours is not None and PEERS[name].recommended]
    for name in ours:
        title = PEERS[name].title
        for others, factor, called in (
            (("infinity",), 2.0, "infinity"),
            (("naive-async", "naive-def"), 3.0, "the faster FastAPI"),
            (("litserve",), 2.0, "LitServe"),
        ):
            rates = [closed[o]["rate"] for o in others if o in closed]
            if rates and max(rates):
                ratio = closed[name]["rate"] / max(rates)
                what = f"{title}: sentences/s at saturation beside {called}"
                yield Goal(what, f"≥ {factor:.0f}×", f"{ratio:.1f}×", ratio >= factor)
        yield from _late(name)
        yield from _share(f"{title}: FLOP/s at saturation ÷ peak", closed[name])


def _late(name: str) -> Iterator[Goal]:
    """The p95 in the open loop, compared with the best other server."""
    mine = _load(f"open-{name}")
    others = [_load(f"open-{n}") for n, p in PEERS.items() if p.rival]
    best = min((o["p95"] for o in others if o and not math.isnan(o["p95"])), default=None)
    if mine and best:
        ratio = mine["p95"] / best
        title = f"{PEERS[name].title}: p95 at 70% of the best other's load"
        shown = f"{mine['p95']:.0f} ms, {ratio:.2f} of its {best:.0f} ms"
        yield Goal(title, "≤ 0.5 of the best other's", shown, ratio <= 0.5)


def _share(title: str, found: Result) -> Iterator[Goal]:
    forward = _load("forward")
    if forward and found.get("precision") in forward["peaks"]:
        share = found["flop"] / forward["peaks"][found["precision"]]
        yield Goal(title, "≥ 0.70", f"{share:.2f} ({found['precision']})", share >= 0.7)


def _others() -> Iterator[Goal]:
    for name, make in _MAKERS.items():
        found = _load(name)
        if found is not None:
            yield from make(found)


def _mixed(found: Result) -> Iterator[Goal]:
    if found["useful"]:
        shown = f"{100 * found['useful']:.1f}%"
        title = "sentences and articles: useful tokens"
        yield Goal(title, "≥ 92%", shown, found["useful"] >= 0.92)
    yield from _share("sentences and articles: FLOP/s ÷ peak", found)


def _articles(found: Result) -> Iterator[Goal]:
    yield from _share("articles alone: FLOP/s ÷ peak", found)


def _article(found: Result) -> Iterator[Goal]:
    title = "`/v1/analyze`, 800 words, beside the bare forward of its tokens"
    yield Goal(title, "≤ 1.3×", f"{found['ratio']:.2f}×", found["ratio"] <= 1.3)


def _length(found: Result) -> Iterator[Goal]:
    line = found["line"]
    shown = f"R² {line['r2']:.4f}, {1e6 * line['slope']:.0f} ms per 1,000 words"
    yield Goal("cost from 100 to 20,000 words", "linear", shown, line["r2"] >= 0.99)


def _overload(kind: str) -> Callable[[Result], Iterator[Goal]]:
    def made(found: Result) -> Iterator[Goal]:
        title = f"ten times overload, {kind}"
        wrong = sum(n for s, n in found["statuses"].items() if s not in ("200", "503", "504"))
        yield Goal(f"{title}: answers but 200, 503, 504", "0", str(wrong), wrong == 0)
        share = found["rate"] / found["capacity"]
        yield Goal(f"{title}: served, of the capacity", "≥ 0.90", f"{share:.2f}", share >= 0.9)
        slow = max(p["p99"] for p in found["probes"].values())
        yield Goal(f"{title}: p99 of probes", "< 50 ms", f"{slow:.0f} ms", slow < 50)
        back = found["recovery"]
        yield Goal(f"{title}: until served in 1 s again", "at once", f"{back:.1f} s", back <= 1)

    return made


def _start(found: Result) -> Iterator[Goal]:
    yield Goal("start to ready", "≤ 10 s", f"{found['start']:.1f} s", found["start"] <= 10)
    most = max(found["ready"], found["loaded"])
    yield Goal("peak memory, fast profile", "≤ 1.0 GiB", f"{number(most)} MiB", most <= 1024)


def _soak(found: Result) -> Iterator[Goal]:
    shown = f"{found['slope']:+.2f} MiB a minute over {found['seconds'] / 60:.0f} min"
    yield Goal("soak: memory", "flat", shown, found["growth"] <= 16)


_MAKERS: dict[str, Callable[[Result], Iterator[Goal]]] = {
    "mixed": _mixed,
    "articles": _articles,
    "article": _article,
    "length": _length,
    "overload-sentences": _overload("sentences"),
    "overload-articles": _overload("articles"),
    "start-1": _start,
    "soak": _soak,
}
