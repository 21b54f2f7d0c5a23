"""The loss from scoring only relevant sentences: `python -m benchmarks.recall DIR`.

DIR holds the SEESAW sets (Zhang, Beauchamp and Wang, EMNLP 2022) as `seesaw_doc` and
`seesaw_sent`: news articles with the stance toward entities, and the sentences that take a side
toward them. For each article and target it measures which fraction of these sentences is among the
passages, which fraction of all sentences is scored, and how the verdicts compare with those over
all sentences with equal weights.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from typer import echo

from benchmarks.load.options import options, parsed
from benchmarks.report import results
from service.config.settings import Settings
from service.evaluation.metrics import macro_f1
from service.inference.engine import LocalEngine
from service.inference.protocol import Call, Engine
from service.tasks.annotations import Annotations
from service.tasks.holders import holder
from service.tasks.target import TargetSpec
from service.tasks.targeted.passages.find import Passage, candidates
from service.tasks.targeted.passages.roles import roles_of
from service.tasks.targeted.passages.scored import ScoredPassages, score_passages
from service.tasks.targeted.passages.windows import windows_of
from service.tasks.targeted.targets.given import from_spec
from service.tasks.targeted.verdicts.decide import decide
from service.text.segmentation.builder import build_document

CLASSES = ("against", "neutral", "favor")
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Case:
    """An article, a target, its label, and the sentences that take a side toward it."""

    text: str
    target: str
    label: int
    sided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Sentences in all and scored, side-taking ones placed and scored, both verdicts."""

    sentences: int
    scored: int
    placed: int
    found: int
    few: int
    every: int


def read(folder: Path, limit: int) -> list[Case]:
    """The test articles, at most so many, drawn with a fixed seed."""
    sided = defaultdict(list)
    for row in _rows(folder / "seesaw_sent" / "test.jsonl"):
        sided[row["meta"]["article"], row["target"]].append(" ".join(row["text"].split()))
    cases = [
        Case(
            row["text"],
            row["target"],
            CLASSES.index(row["label"]),
            tuple(sided[row["meta"]["article"], row["target"]]),
        )
        for row in _rows(folder / "seesaw_doc" / "test.jsonl")
    ]
    chosen = np.random.default_rng(13).permutation(len(cases))[:limit]
    return [cases[i] for i in sorted(chosen)]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


async def compare(case: Case, engine: Engine) -> CaseFigures:
    """Both ways for one case."""
    document = await asyncio.to_thread(build_document, case.text, language="en")
    annotations = Annotations(document, engine, Call())
    scored_passages = await score_passages(
        annotations, "stance", from_spec(TargetSpec(case.target))
    )
    info = engine.info("stance")
    labels = info.labels
    passages = {p.sentence.index for p in scored_passages.found.passages}
    places = {i for text in case.sided if (i := _place(annotations, text)) is not None}
    every = await _every(annotations, scored_passages, case.target)
    return CaseFigures(
        sentences=len(annotations.content),
        scored=len(passages),
        placed=len(places),
        found=len(places & passages),
        few=labels.index(decide(info, scored_passages).label) if passages else 1,
        every=labels.index(decide(info, every).label) if every.rows else 1,
    )


def _place(annotations: Annotations, text: str) -> int | None:
    """The sentence that contains a text of the set, or is contained in it; None without one."""
    for sentence in annotations.content:
        if text in sentence.clean or (len(sentence.clean) > 30 and sentence.clean in text):
            return sentence.index
    return None


async def _every(
    annotations: Annotations, scored_passages: ScoredPassages, target: str
) -> ScoredPassages:
    """All sentences as passages of the same weight."""
    info = annotations.engine.info("stance", annotations.call.profile)
    wide = info.article.heads is not None
    known = {p.sentence.index: p for p in scored_passages.found.passages}
    passages = [
        replace(known.get(s.index, Passage(s, 1.0)), relevance=1.0)
        for s in candidates(annotations, wide=wide)
    ]
    found = replace(scored_passages.found, passages=passages, share=0.0)
    names = await annotations.names()
    windows = windows_of(annotations, names, found, target, context=info.context)
    scores = await annotations.engine.classify("stance", windows, annotations.call)
    return replace(
        scored_passages,
        found=found,
        rows=[score.probabilities for score in scores],
        holders=[holder(names.voices[p.sentence.index]) for p in passages],
        names=[None] * len(passages),
        roles=roles_of(annotations, passages),
        whole=None,
    )


async def measure(cases: Sequence[Case]) -> dict[str, Any]:
    """Over all cases."""
    engine = LocalEngine.from_settings(Settings(profiles=["fast"], max_queue_seconds=3600))
    await engine.start()
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(case: Case) -> CaseFigures:
        async with gate:
            return await compare(case, engine)

    try:
        figures = await asyncio.gather(*(one(case) for case in cases))
    finally:
        await engine.stop()
    gold = np.array([case.label for case in cases])
    classes = range(len(CLASSES))
    return {
        "cases": len(cases),
        "placed": sum(t.placed for t in figures),
        "recall": sum(t.found for t in figures) / max(1, sum(t.placed for t in figures)),
        "read": sum(t.scored for t in figures) / sum(t.sentences for t in figures),
        "few": macro_f1(gold, np.array([t.few for t in figures]), list(classes)),
        "every": macro_f1(gold, np.array([t.every for t in figures]), list(classes)),
    }


def report() -> str:
    """The table."""
    found = results.load("recall")
    if found is None:
        return "Not measured."
    number = results.number
    rows = [
        ["passages that can bear on the target", number(100 * found["read"], 1, "%"),
         number(100 * found["recall"], 1, "%"), number(found["few"], 3)],
        ["every sentence", "100%", "100%", number(found["every"], 3)],
    ]  # fmt: skip
    head = ["stance over", "sentences scored", "side-taking ones among them", "macro-F1"]
    note = (
        f"{found['cases']} pairs of article and target, "
        f"{found['placed']} sentences that take a side."
    )
    return f"{results.table(head, rows)}\n\n{note}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--limit", type=int, help="pairs of article and target")
    given = parsed(parser)
    cases = read(given.folder, given.limit or (40 if given.quick else 300))
    results.save("recall", asyncio.run(measure(cases)))
    echo(report())


if __name__ == "__main__":
    main()
