"""The comparison as a chart: requests a second and latency of each server."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from benchmarks.report import results
from benchmarks.servers.peer import PEERS
from benchmarks.servers.server import ROOT

FIGURE = ROOT / "docs" / "figures" / "serving.png"


class Bar(NamedTuple):
    """The bars of a server: sentences a second, and p95 in ms, 0 without one."""

    title: str
    colour: str
    rate: float
    late: float
    without_latency: str


def _bars() -> list[Bar]:
    """One for each server of which the closed loop was measured."""
    made = []
    for name, peer in PEERS.items():
        closed, opened = results.load(f"closed-{name}"), results.load(f"open-{name}")
        if closed:
            made.append(
                Bar(
                    title=peer.title.replace("`", ""),
                    colour="#1f6f8b" if peer.ours is not None else "#b8b8b8",
                    rate=closed["rate"],
                    late=opened["p95"] if opened else 0.0,
                    without_latency="over its capacity" if peer.recommended else "not asked",
                )
            )
    return made


def draw(path: Path = FIGURE) -> bool:
    """Write the chart; False without results. Needs the `evaluate` extra."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    servers = _bars()
    if not servers:
        return False
    titles, colours = [server.title for server in servers], [server.colour for server in servers]
    size = (9, 0.5 + 0.42 * len(servers))
    figure, (left, right) = pyplot.subplots(1, 2, figsize=size, sharey=True)
    rates, late = [server.rate for server in servers], [server.late for server in servers]
    # A server without a latency could not serve the open loop, or is a variant.
    without = [server.without_latency if any(late) else "" for server in servers]
    for axis, values, title in (
        (left, rates, "sentences a second, 32 callers"),
        (right, late, "p95 at 70% of the best other server's load, ms"),
    ):
        bars = axis.barh(titles, values, color=colours)
        labels = [f"{v:,.0f}" if v else t for v, t in zip(values, without, strict=True)]
        axis.bar_label(bars, labels, padding=3, fontsize=8)
        axis.set_title(title, fontsize=9)
        axis.margins(x=0.18)
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=8)
    left.invert_yaxis()
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
    return True
