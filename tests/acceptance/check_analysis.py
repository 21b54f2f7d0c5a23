"""Checks an analysis against its article: spans, summary, sentiment, stance.

    python tests/acceptance/check_analysis.py ARTICLE JSON

What this article must give is the table of `expected.toml` that has the name of its file; options
add to it. Without a table only the rules for all articles are checked: every span is posted text,
the summary has so many different sentences, and there is a sentiment. The check knows nothing of
the service but its JSON, so that it can judge any deployment.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_EXPECTED = Path(__file__).with_name("expected.toml")


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every span anywhere in the JSON."""
    if isinstance(value, dict):
        if {"text", "begin", "end"} <= value.keys():
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def faults(article: str, result: dict[str, Any], options: argparse.Namespace) -> list[str]:
    """What is wrong with the result, in words; nothing when all is well."""
    found = []
    listed = list(spans(result))
    if not listed:
        found.append("the result holds no span")
    for span in listed:
        if article[span["begin"] : span["end"]] != span["text"]:
            found.append(f"span {span['begin']}-{span['end']} is not the posted text")
    summary = result["summary"]
    texts = [s["text"] for s in summary["sentences"]]
    if len(texts) != options.sentences:
        found.append(f"the summary has {len(texts)} sentences, not {options.sentences}")
    if len(set(texts)) != len(texts):
        found.append("the summary repeats a sentence")
    found += [f"the summary holds {w!r}" for w in options.not_in_summary if w in summary["text"]]
    sentiment = result["sentiment"]
    if options.sentiment and sentiment["label"] not in options.sentiment:
        found.append(f"the sentiment is {sentiment['label']}, not one of {options.sentiment}")
    if not sentiment["sentences"]:
        found.append("no sentence has a sentiment")
    stances = {t["text"]: t for t in result["stance"]["targets"]}
    for name in options.stance:
        if name not in stances:
            found.append(f"no stance toward {name!r}; there are {sorted(stances)}")
        elif not stances[name]["evidence"]:
            found.append(f"the stance toward {name!r} has no evidence")
    return found


def wanted(arguments: list[str]) -> argparse.Namespace:
    """The options, with the table of the article added to those that may be repeated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("article", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--sentences", type=int, default=3)
    parser.add_argument("--stance", action="append", default=[])
    parser.add_argument("--sentiment", action="append", default=[])
    parser.add_argument("--not-in-summary", action="append", default=[])
    options = parser.parse_args(arguments)
    tables = tomllib.loads(_EXPECTED.read_text(encoding="utf-8"))
    for name, values in tables.get(options.article.stem, {}).items():
        setattr(options, name, [*values, *getattr(options, name)])
    return options


def main() -> int:
    """Exit code 1, with the faults on standard error, unless all is well."""
    options = wanted(sys.argv[1:])
    article = options.article.read_bytes().decode("utf-8")
    found = faults(article, json.loads(options.result.read_text(encoding="utf-8")), options)
    for fault in found:
        sys.stderr.write(f"FAULT: {fault}\n")
    sys.stdout.write(f"{options.article.name}: {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
