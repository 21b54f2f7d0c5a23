"""How many of the names that summaries would insert are right, by the co-reference of GUM.

usage: python -m models.training.summaries.inserted_names --data DATA

Each sentence of GUM's dev part is taken as if it stood alone.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from models.training.data.engines import MODELS
from models.training.data.readings import Read, read_with_models
from models.training.reader.data import sources
from service.tasks.summary.needs import find_needs

_NEAR = 5  # code points by which two beginnings of a mention may differ: "the "


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    given = parser.parse_args()
    rows = list(sources.rows(given.data / "open/reading/gum/dev.jsonl"))
    read = read_with_models([row["text"] for row in rows], given.models)
    found = [one for row, text in zip(rows, read, strict=True) for one in judged(row, text)]
    out = Console(highlight=False)
    for kind in sorted({kind for kind, _ in found}):
        own = [right for of, right in found if of == kind]
        out.print(f"{kind}: {sum(own)} of {len(own)} names are right")


def judged(row: Mapping[str, Any], read: Read) -> Iterator[tuple[str, bool]]:
    """The kind of each reference for which a name is inserted, and whether it is right.

    References that GUM does not have are left out.
    """
    document, names = read
    mentions, named = defaultdict(list), defaultdict(set)
    for mention in row["mentions"]:
        mentions[mention["end"]].append(mention)
        if mention["named"]:
            words = row["text"][mention["begin"] : mention["end"]]
            named[mention["cluster"]].add(words.lower())
    content = list(document.content())
    for needs in find_needs(document, content, names):
        for one in needs.names:
            place = document.posted_span(one.span)
            own = [m for m in mentions[place.end] if abs(m["begin"] - place.begin) <= _NEAR]
            if not own:
                continue
            last = one.entity.name.lower().split()[-1]
            right = any(last in name for m in own for name in named[m["cluster"]])
            yield ("pronouns" if " " not in document.read(one.span) else "noun phrases"), right


if __name__ == "__main__":
    main()
