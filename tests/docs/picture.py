"""The picture of the terminal view in the README, made from the answer in docs/example.md.

    python -m tests.docs.picture > docs/figures/analyze.svg

It shows what `copydesk analyze examples/harbour-road.txt` prints. A test of the models holds
docs/example.md to the service, so this module needs neither a model nor a server.
"""

from __future__ import annotations

import io
import json
import re
from typing import Any

from rich.console import Console
from rich.terminal_theme import MONOKAI
from typer import echo

from service.cli.view import render
from tests.docs.pages import ROOT

ARTICLE = "examples/harbour-road.txt"
PICTURE = ROOT / "docs" / "figures" / "analyze.svg"
COLUMNS = 100
# A picture in a page may not load fonts from other sites, so it names only those of the reader.
_REMOTE_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.S)


def answer() -> dict[str, Any]:
    """The JSON answer that docs/example.md shows. Raises `ValueError` when there is none."""
    page = (ROOT / "docs" / "example.md").read_text(encoding="utf-8")
    block = re.search(r"```json\n(.*?)```", page, re.S)
    if block is None:
        raise ValueError("docs/example.md shows no JSON")
    found: dict[str, Any] = json.loads(block[1])
    return found


def svg() -> str:
    """The terminal view of the answer as an SVG document that needs no other file."""
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True,
        color_system="truecolor", highlight=False,
    )  # fmt: skip
    console.print(render(answer(), ARTICLE, COLUMNS))
    drawn = console.export_svg(title=f"copydesk analyze {ARTICLE}", theme=MONOKAI)
    local = _REMOTE_FONTS.sub("", drawn)
    return local.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")


if __name__ == "__main__":
    echo(svg())
