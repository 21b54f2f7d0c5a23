"""Renders stance and sentiment for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_COLOURS = {
    "positive": "green",
    "favor": "green",
    "negative": "red",
    "against": "red",
    "neutral": "yellow",
    "mixed": "magenta",
}


_NARROW = 72  # the minimum columns of a terminal for a table of targets


def sentiment(found: Mapping[str, Any], width: int) -> RenderableType:
    """The document, its strongest sentences, and the targets."""
    head = Text.assemble(
        ("Sentiment  ", "bold"),
        (found["label"], _colour(found["label"])),
        f"  score {found['score']:+.2f}  confidence {found['confidence']:.2f}  (",
    )
    shares = found["distribution"].items()
    for i, (label, share) in enumerate(shares):
        head.append(", " if i else "").append(f"{label} {share:.2f}", style=_colour(label))
    head.append(")")
    parts: list[RenderableType] = [head]
    if found["sentences"]:
        strongest = sorted(
            (s for s in found["sentences"] if s["counted"]), key=lambda s: -abs(s["score"])
        )[:3]
        lines = Table.grid(padding=(0, 1))
        for sentence in strongest:
            mark = Text(f" {sentence['score']:+.2f}", style=_colour(sentence["label"]))
            lines.add_row(mark, Text(_one(sentence["span"])))
        parts.append(lines)
    parts.append(Text())
    if found["targets"]:
        parts.append(targets("Sentiment toward", found["targets"], width))
    return Group(*parts)


def targets(title: str, found: Sequence[Mapping[str, Any]], width: int) -> RenderableType:
    """A table of targets; on a narrow terminal a few lines for each."""
    if not found:
        none = "no target was found; name one with --target"
        return Text.assemble((f"{title}  ", "bold"), (none, "dim"))
    if width < _NARROW:
        return Group(Text(title, style="bold"), *map(_target, found), Text())
    table = Table(title=title, title_justify="left", title_style="bold", expand=True)
    table.add_column("target", ratio=2, overflow="fold")
    table.add_column("label", no_wrap=True)
    table.add_column("conf.", justify="right", no_wrap=True)
    table.add_column("ment.", justify="right", no_wrap=True)
    table.add_column("strongest evidence, and whose it is", ratio=4, overflow="fold")
    for target in found:
        table.add_row(
            Text(target["text"]),
            Text(target["label"], style=_colour(target["label"])),
            f"{target['confidence']:.2f}",
            str(len(target["mentions"])),
            _evidence(target),
        )
    return table


def _target(target: Mapping[str, Any]) -> RenderableType:
    """A target in separate lines."""
    count = len(target["mentions"])
    head = Text.assemble(
        f"{target['text']}: ",
        (target["label"], _colour(target["label"])),
        f" {target['confidence']:.2f}, {count} mention{'' if count == 1 else 's'}",
    )
    return Group(head, Padding(_evidence(target), (0, 0, 0, 2)))


def _evidence(target: Mapping[str, Any]) -> Text:
    if not target["evidence"]:
        return Text("-", style="dim")
    first = target["evidence"][0]
    who = first["holder"]["name"] or first["holder"]["kind"]
    return Text.assemble((_one(first["span"]), _colour(first["label"])), (f"  [{who}]", "cyan"))


def _one(span: Mapping[str, Any], width: int = 150) -> str:
    text = " ".join(span["text"].split())
    return text if len(text) <= width else text[: width - 1] + "…"


def _colour(label: str) -> str:
    return _COLOURS.get(label, "blue")
