"""The comparison as a picture: requests a second and latency of each server."""

from __future__ import annotations

from pathlib import Path

from benchmarks.report import results
from benchmarks.servers.peer import PEERS
from benchmarks.servers.server import ROOT

FIGURE = ROOT / "docs" / "figures" / "serving.png"


def draw(path: Path = FIGURE) -> bool:
    """Write the chart; False without results. Needs the `evaluate` extra."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = [(p, f, results.load(f"open-{n}")) for n, p in PEERS.items()
            if (f := results.load(f"closed-{n}"))]  # fmt: skip
    if not rows:
        return False
    titles = [peer.title.replace("`", "") for peer, _, _ in rows]
    colours = ["#1f6f8b" if peer.ours is not None else "#b8b8b8" for peer, _, _ in rows]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 0.5 + 0.42 * len(rows)), sharey=True)
    rates = [found["rate"] for _, found, _ in rows]
    late = [opened["p95"] if opened else 0.0 for _, _, opened in rows]
    if any(late):  # who has no figure was asked for more than it can serve, or is a variant
        without = ["over its capacity" if p.recommended else "not asked" for p, _, _ in rows]
    else:
        without = ["" for _ in rows]
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
