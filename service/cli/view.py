"""Results for human eyes: one screen a document."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

COLOURS = {
    "positive": "green",
    "favor": "green",
    "negative": "red",
    "against": "red",
    "neutral": "yellow",
    "mixed": "magenta",
}


def render(result: dict[str, Any], name: str) -> RenderableType:
    """Summary, sentiment and stance of one result, whichever it holds."""
    parts: list[RenderableType] = []
    if result.get("summary"):
        parts.append(_summary(result["summary"]))
    if result.get("sentiment"):
        parts.append(_sentiment(result["sentiment"]))
    if result.get("stance"):
        parts.append(_targets("Stance", result["stance"]["targets"]))
    for warning in result.get("warnings", []):
        about = f" ({warning['target']})" if warning["target"] else ""
        parts.append(Text(f"! {warning['code']}{about}: {warning['message']}", style="dim"))
    return Panel(Group(*parts), title=Text(name), border_style="blue")


def _summary(summary: dict[str, Any]) -> RenderableType:
    lines = [Text("Summary", style="bold")]
    for sentence in summary["sentences"]:
        lines.append(Text.assemble((f" {sentence['rank']} ", "cyan"), sentence["text"]))
    return Group(*lines, Text())


def _sentiment(sentiment: dict[str, Any]) -> RenderableType:
    colour = COLOURS[sentiment["label"]]
    head = Text.assemble(
        ("Sentiment  ", "bold"),
        (sentiment["label"], colour),
        f"  score {sentiment['score']:+.2f}  confidence {sentiment['confidence']:.2f}  ",
        _bar(sentiment["distribution"]),
    )
    parts: list[RenderableType] = [head]
    if sentiment["sentences"]:
        strongest = sorted(
            (s for s in sentiment["sentences"] if s["counted"]), key=lambda s: -abs(s["score"])
        )[:3]
        for sentence in strongest:
            mark = f"  {sentence['score']:+.2f} "
            parts.append(Text.assemble((mark, COLOURS[sentence["label"]]), _one(sentence["span"])))
    parts.append(Text())
    if sentiment["targets"]:
        parts.append(_targets("Sentiment toward", sentiment["targets"]))
    return Group(*parts)


def _targets(title: str, targets: list[dict[str, Any]]) -> RenderableType:
    table = Table(title=title, title_justify="left", title_style="bold", expand=True)
    table.add_column("target", ratio=2)
    table.add_column("label", no_wrap=True)
    table.add_column("conf.", justify="right")
    table.add_column("mentions", justify="right")
    table.add_column("strongest evidence, and whose it is", ratio=7)
    for target in targets:
        evidence = Text("-", style="dim")
        if target["evidence"]:
            first = target["evidence"][0]
            who = first["holder"]["name"] or first["holder"]["kind"]
            evidence = Text.assemble(
                (_one(first["span"]), COLOURS[first["label"]]), (f"  [{who}]", "cyan")
            )
        table.add_row(
            target["text"],
            Text(target["label"], style=COLOURS[target["label"]]),
            f"{target['confidence']:.2f}",
            str(len(target["mentions"])),
            evidence,
        )
    return table


def _bar(distribution: dict[str, float], width: int = 24) -> Text:
    bar = Text()
    for label, share in distribution.items():
        bar.append("█" * round(share * width), style=COLOURS[label])
    return bar


def _one(span: dict[str, Any], width: int = 150) -> str:
    text = " ".join(span["text"].split())
    return text if len(text) <= width else text[: width - 1] + "…"
