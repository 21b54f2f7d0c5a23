"""Results for human eyes: one screen a document."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
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


_NARROW = 72  # columns of a terminal below which a table of targets has no room


def render(result: dict[str, Any], name: str, width: int = 80) -> RenderableType:
    """Summary, sentiment and stance of one result, whichever it holds.

    `width` is that of the terminal in columns; on a narrow one targets are not in a table.
    """
    parts: list[RenderableType] = []
    if result.get("summary"):
        parts.append(_summary(result["summary"]))
    if result.get("sentiment"):
        parts.append(_sentiment(result["sentiment"], width))
    if result.get("stance"):
        parts.append(_targets("Stance", result["stance"]["targets"], width))
    for warning in result.get("warnings", []):
        about = f" ({warning['target']})" if warning["target"] else ""
        parts.append(Text(f"! {warning['code']}{about}: {warning['message']}", style="dim"))
    return Panel(Group(*parts), title=Text(name), border_style="blue")


def _summary(summary: dict[str, Any]) -> RenderableType:
    lines = Table.grid(padding=(0, 1))
    for sentence in summary["sentences"]:
        lines.add_row(Text(f" {sentence['rank']}", style="cyan"), Text(sentence["text"]))
    return Group(Text("Summary", style="bold"), lines, Text())


def _sentiment(sentiment: dict[str, Any], width: int) -> RenderableType:
    head = Text.assemble(
        ("Sentiment  ", "bold"),
        (sentiment["label"], COLOURS[sentiment["label"]]),
        f"  score {sentiment['score']:+.2f}  confidence {sentiment['confidence']:.2f}  (",
    )
    shares = sentiment["distribution"].items()
    for i, (label, share) in enumerate(shares):
        head.append(", " if i else "").append(f"{label} {share:.2f}", style=COLOURS[label])
    head.append(")")
    parts: list[RenderableType] = [head]
    if sentiment["sentences"]:
        strongest = sorted(
            (s for s in sentiment["sentences"] if s["counted"]), key=lambda s: -abs(s["score"])
        )[:3]
        lines = Table.grid(padding=(0, 1))
        for sentence in strongest:
            mark = Text(f" {sentence['score']:+.2f}", style=COLOURS[sentence["label"]])
            lines.add_row(mark, Text(_one(sentence["span"])))
        parts.append(lines)
    parts.append(Text())
    if sentiment["targets"]:
        parts.append(_targets("Sentiment toward", sentiment["targets"], width))
    return Group(*parts)


def _targets(title: str, targets: list[dict[str, Any]], width: int) -> RenderableType:
    if not targets:
        none = "no target was found; name one with --target"
        return Text.assemble((f"{title}  ", "bold"), (none, "dim"))
    if width < _NARROW:
        return Group(Text(title, style="bold"), *map(_target, targets), Text())
    table = Table(title=title, title_justify="left", title_style="bold", expand=True)
    table.add_column("target", ratio=2, overflow="fold")
    table.add_column("label", no_wrap=True)
    table.add_column("conf.", justify="right", no_wrap=True)
    table.add_column("ment.", justify="right", no_wrap=True)
    table.add_column("strongest evidence, and whose it is", ratio=4, overflow="fold")
    for target in targets:
        table.add_row(
            Text(target["text"]),
            Text(target["label"], style=COLOURS[target["label"]]),
            f"{target['confidence']:.2f}",
            str(len(target["mentions"])),
            _evidence(target),
        )
    return table


def _target(target: dict[str, Any]) -> RenderableType:
    """A target in lines of its own."""
    count = len(target["mentions"])
    head = Text.assemble(
        f"{target['text']}: ",
        (target["label"], COLOURS[target["label"]]),
        f" {target['confidence']:.2f}, {count} mention{'' if count == 1 else 's'}",
    )
    return Group(head, Padding(_evidence(target), (0, 0, 0, 2)))


def _evidence(target: dict[str, Any]) -> Text:
    if not target["evidence"]:
        return Text("-", style="dim")
    first = target["evidence"][0]
    who = first["holder"]["name"] or first["holder"]["kind"]
    return Text.assemble((_one(first["span"]), COLOURS[first["label"]]), (f"  [{who}]", "cyan"))


def _one(span: dict[str, Any], width: int = 150) -> str:
    text = " ".join(span["text"].split())
    return text if len(text) <= width else text[: width - 1] + "…"
