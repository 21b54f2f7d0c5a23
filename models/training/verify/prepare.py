"""Writes the rows of the recipe: statements, each with the premise that the service compares.

    python -m models.training.verify.prepare --data DATA --out WORK/rows.jsonl

A row has `premise`, `statement`, `label` (0 contradicted, 1 not in the text, 2 supported), perhaps
`soft`, and `part`: train, dev (a seventh of the texts that statements were written about) or test
(the texts of the evaluation's own statements). Texts of any dev or test part are left out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.training.data.engines import recipe_engine
from models.training.reader.data import leaks
from models.training.reader.data.sources import Source, rows, train_texts
from models.training.verify import fusion
from models.training.verify.facts import ArticleFacts, facts_of
from models.training.verify.rows import Claim, claims
from service.evaluation.each import of_each
from service.evaluation.factuality.gold import STATEMENTS
from service.inference.protocol import Engine
from service.tasks.verify.lookup import words_of
from service.tasks.verify.premise import LENGTH, premise_of
from service.tasks.verify.statements import one_line, sentences_of

WRITTEN = Path(__file__).parents[1] / "written" / "verify"
LABELS = {"contradicted": 0, "not_in_text": 1, "supported": 2}
_OPEN = frozenset({"gum", "labelled", "wikinews"})
_LENGTHS = (30, 60, 100, 150, LENGTH)  # words of a premise in training
_SAME = 0.5  # the share of a statement's words from which a sentence may say the same
_EVERY = 7
_MARKS = re.compile(r"^(?:\(+[^()]*\)+\s*)+")  # who wrote a summary, in GUM


def is_held_out(key: str) -> bool:
    """Whether a text is of the dev part, by the digest of its letters."""
    return int(key[:8], 16) % _EVERY == 0


@dataclass(frozen=True, slots=True)
class WrittenStatements:
    """A text with the statements that were written about it."""

    source: Source
    rows: tuple[Mapping[str, Any], ...]


def written(data: Path, *paths: Path) -> dict[str, WrittenStatements]:
    """The written statements of some files with their texts, by the digest of the text."""
    by_text: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for path in sorted(paths):
        for row in rows(path):
            by_text.setdefault((row["set"], row["id"]), []).append(row)
    found: dict[str, WrittenStatements] = {}
    for folder in sorted({place for place, _ in by_text}):
        for path in sorted((data / folder).glob("*.jsonl")):
            for row in rows(path):
                own = by_text.get((folder, row["id"]))
                if own is None or path.stem not in ("train", "raw"):
                    continue
                source = Source(Path(folder).name, str(row["id"]), row["text"], row)
                before = found.get(source.key)
                known = before.rows if before else ()
                found[source.key] = WrittenStatements(source, (*known, *own))
    return found


async def premises(
    engine: Engine, article: ArticleFacts, made: Sequence[Claim], lengths: Sequence[int]
) -> list[str]:
    """The premise of each claim, of at most so many words. Raises `EngineError`."""
    if not made:
        return []
    vectors = await engine.embed([claim.text for claim in made])
    found = []
    for claim, vector, length in zip(made, vectors, lengths, strict=True):
        nearest = article.index.nearest(claim.text, vector)
        if claim.hidden:
            sought = words_of(claim.text)
            nearest = [
                place
                for place in nearest
                if place not in claim.places
                and len(words_of(article.index.sentences[place].clean) & sought)
                < _SAME * len(sought)
            ]
        premise = premise_of(article.index, claim.text, nearest, length)
        if claim.hidden and set(claim.places) & set(premise.places):
            found.append("")
            continue
        found.append(premise.text)
    return found


def _truths(source: Source) -> list[str]:
    own = [source.row.get("gist"), *sentences_of(source.row.get("abstract") or "")]
    own += source.row.get("summaries") or ()
    return [one_line(_MARKS.sub("", text)) for text in own if text]


async def rows_of(
    engine: Engine,
    article: ArticleFacts,
    others: Sequence[ArticleFacts],
    tails: Sequence[str],
    given: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """The rows about an article. Raises `EngineError`."""
    chance = random.Random(article.id)
    own = [
        Claim(one_line(row["statement"]), LABELS[row["label"]], f"own:{row['kind']}")
        for row in given["statements"]
    ]
    made = claims(article, others, tails, given["truths"], given["count"], given["seed"])
    lengths = [LENGTH] * len(own) + [
        max(chance.choice(_LENGTHS), min(LENGTH, 45 * len(claim.places))) for claim in made
    ]
    found = await premises(engine, article, [*own, *made], lengths)
    return [
        {
            "id": article.id, "set": article.set, "part": given["part"], "kind": claim.kind,
            "label": claim.label, "soft": claim.soft, "statement": claim.text, "premise": premise,
        }
        for claim, premise in zip([*own, *made], found, strict=True)
        if premise
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Plan:
    """The texts that rows are made of, and the statements that somebody wrote about some."""

    sources: list[Source]
    statements: Mapping[str, Any]
    tests: Mapping[str, Any]

    @classmethod
    def of(cls, data: Path, *, unclear: bool) -> _Plan:
        """All train texts without those of the test, and these."""
        tests = written(data, STATEMENTS)
        unseen = leaks.HeldOut([one.source.text for one in tests.values()])
        found = [s for s in train_texts(data) if unclear or s.set in _OPEN]
        found = [s for s in found if not unseen.contains(s.text)]
        found += [one.source for one in tests.values()]
        return cls(found, written(data, *WRITTEN.glob("*.jsonl")), tests)

    def given(self, source: Source, count: int, seed: int) -> dict[str, Any]:
        """What the rows of a text are made of and how many there are to be."""
        key = source.key
        part = "test" if key in self.tests else "dev" if is_held_out(key) else "train"
        about = self.tests.get(key) or self.statements.get(key)
        return {
            "part": part,
            "statements": about.rows if about else (),
            "truths": _truths(source),
            "count": {"test": 0, "dev": 12}.get(part, count),
            "seed": seed,
        }


async def prepare(data: Path, out: Path, count: int, seed: int, *, unclear: bool) -> None:
    """Write the rows of all texts. Raises `EngineError`."""
    plan = _Plan.of(data, unclear=unclear)
    engine = recipe_engine()
    await engine.start()
    articles = await of_each(
        plan.sources, lambda source: facts_of(source.text, source.id, source.set, engine), 8
    )
    tails = fusion.tails([s.text for a in articles for s in a.sentences])
    counts: Counter[str] = Counter()
    with out.open("w", encoding="utf-8") as lines:
        for source, article in zip(plan.sources, articles, strict=True):
            given = plan.given(source, count, seed)
            others = random.Random(source.id).sample(articles, min(8, len(articles)))
            for row in await rows_of(engine, article, others, tails, given):
                counts[f"{row['part']} {row['kind'].split(':')[0]} {row['label']}"] += 1
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    await engine.stop()
    for name, number in sorted(counts.items()):
        print(number, name)  # noqa: T201


def main() -> None:
    """Read the folders from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=40, help="claims about each text")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--unclear", action="store_true", help="also texts without a licence")
    given = parser.parse_args()
    asyncio.run(prepare(given.data, given.out, given.count, given.seed, unclear=given.unclear))


if __name__ == "__main__":
    main()
