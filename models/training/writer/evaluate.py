"""What a writer is worth: its summaries of dev texts before and after they are checked.

    COPYDESK_OWN_MODELS_DIR=MODELS python -m models.training.writer.evaluate --data DATA \
        --out WORK/read.jsonl [--limit 25]

MODELS has a folder with the writer. It prints ROUGE against the annotators' abstracts, the shares
of sentences by status, and seconds of computing. WORK/read.jsonl has drafts and answers, to be read
by eye: only a reader can say how many statements of a draft the article does not bear out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rouge_score.rouge_scorer import RougeScorer

from models.training.writer.rows import SETS
from service.config.settings import Settings
from service.inference.engine import LocalEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.tasks.registry import MODEL_NEEDS
from service.tasks.summary.options import SummaryOptions
from service.tasks.summary.task import summarize
from service.tasks.summary.writing.support import support_of
from service.text.segmentation.builder import build_document

WORDS = 60
KINDS = ("rouge1", "rouge2", "rougeLsum")


class Listening(LocalEngine):
    """Keeps every text that the model writes."""

    drafts: list[str]

    async def generate(self, *given: Any, **more: Any) -> list[str]:
        made = await super().generate(*given, **more)
        self.drafts += made
        return made


async def read(row: Mapping[str, Any], engine: Listening) -> dict[str, Any]:
    """The draft and the answers for one text."""
    document, call = build_document(row["text"], language="en"), Call()
    annotations = Annotations(document, engine, call)
    plain = await summarize(annotations, SummaryOptions(words=WORDS))
    engine.drafts = []
    began = time.process_time()
    options = SummaryOptions(words=WORDS, method="abstractive")
    written = await summarize(Annotations(document, engine, call), options)
    seconds = time.process_time() - began
    draft = engine.drafts[0]
    sentences = [s.clean for s in build_document(draft, language="en").sentences]
    checks = await support_of(annotations, sentences)
    return {
        "id": row["id"],
        "text": row["text"],
        "abstract": row["abstract"],
        "draft": draft,
        "labels": [check.label for check in checks],
        "written": written.result.text,
        "method": written.result.method,
        "statuses": [s.status for s in written.result.sentences],
        "warnings": [w.message for w in written.warnings],
        "extractive": plain.result.text,
        "lead": _lead([s.clean for s in document.content()]),
        "seconds": round(seconds, 1),
    }


def _lead(sentences: Sequence[str]) -> str:
    """The first whole sentences within the length, at least one."""
    taken: list[str] = []
    for sentence in sentences:
        if taken and len(" ".join([*taken, sentence]).split()) > WORDS:
            break
        taken.append(sentence)
    return " ".join(taken)


def table(found: Sequence[Mapping[str, Any]]) -> str:
    """The figures as lines."""
    scorer = RougeScorer(list(KINDS), use_stemmer=True)
    lines = []
    for name in ("lead", "extractive", "draft", "written"):
        scores = [scorer.score(row["abstract"], row[name]) for row in found]
        means = [100 * np.mean([s[kind].fmeasure for s in scores]) for kind in KINDS]
        lines.append(f"{name:12} " + " ".join(f"{mean:.1f}" for mean in means))
    labels = Counter(label for row in found for label in row["labels"])
    statuses = Counter(status for row in found for status in row["statuses"])
    extractive = sum(row["method"] == "extractive" for row in found)
    lines += [
        f"drafted sentences by verdict: {dict(labels)}",
        f"sentences of answers by status: {dict(statuses)}; {extractive} answers are extractive",
        f"seconds of computing: median {np.median([row['seconds'] for row in found]):.1f}",
    ]
    return "\n".join(lines)


async def evaluate(data: Path, out: Path, limit: int) -> None:
    """Write the rows, and print the table. Raises `EngineError`."""
    rows = []
    for name in SETS:
        with (data / name / "dev.jsonl").open(encoding="utf-8") as lines:
            rows += [row for row in map(json.loads, lines) if row.get("abstract")]
    step = max(1, len(rows) // limit)
    engine = Listening.from_settings(Settings(), tune=False, needs=MODEL_NEEDS)
    assert isinstance(engine, Listening)
    await engine.start()
    found = []
    with out.open("w", encoding="utf-8") as file:
        for row in rows[::step][:limit]:
            found.append(await read(row, engine))
            file.write(json.dumps(found[-1], ensure_ascii=False) + "\n")
            file.flush()
    await engine.stop()
    print(table(found))  # noqa: T201


def main() -> None:
    """Evaluate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of data sets")
    parser.add_argument("--out", type=Path, required=True, help="file of what is to be read")
    parser.add_argument("--limit", type=int, default=25, help="texts")
    given = parser.parse_args()
    asyncio.run(evaluate(given.data, given.out, given.limit))


if __name__ == "__main__":
    main()
