"""Finds the passages of labelled targets as the service does, with the windows of its models.

    python -m models.training.articles.find --data DATA --out WORK/passages.jsonl

A row is a target of a text. A passage has the label of the annotator's sentence that it overlaps
most, None if the annotator did not list it; `listed` sentences that the service did not find are
there as well, marked as not `found`. Only the reader and the encoder of the service are used.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from models.training.articles.labelled import (
    UNSEEN,
    dev_texts,
    is_held_out,
    train_texts,
    written_texts,
)
from models.training.data.engines import recipe_engine
from service.evaluation.each import of_each
from service.evaluation.whole_texts.gold import LabelledTarget, LabelledText
from service.inference.protocol import Call, Engine
from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.target import Target
from service.tasks.targeted.passages.find import Passage, candidates, find_passages
from service.tasks.targeted.passages.roles import roles_of
from service.tasks.targeted.passages.windows import Surroundings, readable, whole_text
from service.text.document import Document, Sentence
from service.text.segmentation.builder import build_document
from service.text.span import Span

PARTS = ("train", "written", "held", "dev", "unseen")
_AT_ONCE = 8
_SAME = 0.6  # the least share of both that two sentences have in common to be one


async def rows_of(text: LabelledText, engine: Engine, part: str) -> list[dict[str, Any]]:
    """A row for each target of a text. Raises `EngineError`."""
    document = await asyncio.to_thread(build_document, text.text, language="en")
    annotations = Annotations(document, engine, Call())
    names = await annotations.names()
    same = dict(_same_sentences(document, text.sentences, candidates(annotations, wide=True)))
    return [
        {
            "text": text.id,
            "source": text.genre,
            "part": part,
            "target": target.text,
            "kind": target.kind.value,
            "overall": target.overall,
            "author": target.author,
            "voices": target.voices,
            **await _found(annotations, names, target, same),
        }
        for target in text.targets
    ]


async def _found(
    annotations: Annotations,
    names: NameAnnotations,
    labelled: LabelledTarget,
    same: Mapping[int, int],
) -> dict[str, Any]:
    target = Target(labelled.text, labelled.kind)
    found = await find_passages(annotations, target, wide=True)
    listed = [*_listed(annotations, names, labelled, same, found.passages)]
    surroundings = Surroundings(annotations, names)
    passages = [*found.passages, *listed]
    roles = roles_of(annotations, passages)
    return {
        "share": found.share,
        "whole": whole_text(annotations, found, target.words, wide=True),
        "passages": [
            {
                "plain": readable(annotations, passage, target.words),
                "marked": surroundings.mark(passage, target.words),
                "label": labelled.passages.get(same.get(passage.sentence.index, -1)),
                "found": at < len(found.passages),
                "relevance": round(passage.relevance, 3),
                "related": passage.related,
                "role": role.value,
                "voice": "speaker" if names.voices[passage.sentence.index].quoted else "author",
            }
            for at, (passage, role) in enumerate(zip(passages, roles, strict=True))
        ],
    }


def _listed(
    annotations: Annotations,
    names: NameAnnotations,
    labelled: LabelledTarget,
    same: Mapping[int, int],
    found: Sequence[Passage],
) -> Iterator[Passage]:
    """The annotator's passages that were not found."""
    known = {passage.sentence.index for passage in found}
    mentions = {m.sentence: m for m in names.mentions.find(labelled.text)}
    for sentence in candidates(annotations, wide=True):
        if sentence.index not in known and same.get(sentence.index) in labelled.passages:
            yield Passage(sentence, 0.0, mentions.get(sentence.index))


def _same_sentences(
    document: Document, labelled: Sequence[Span], sentences: Sequence[Sentence]
) -> Iterator[tuple[int, int]]:
    """The index of each sentence, and that of the annotator's sentence that is the same."""
    for sentence in sentences:
        posted = document.posted_span(sentence.span)
        shared = [_common(posted, span) for span in labelled]
        best = max(range(len(shared)), key=shared.__getitem__, default=None)
        if best is not None and shared[best] >= _SAME:
            yield sentence.index, best


def _common(first: Span, second: Span) -> float:
    """The share of the longer one that two spans have in common."""
    common = min(first.end, second.end) - max(first.begin, second.begin)
    return max(0, common) / max(len(first), len(second), 1)


async def find(texts: Sequence[LabelledText], part: str, engine: Engine, out: Path) -> None:
    """Append the rows of all texts to a file. Raises `EngineError`."""

    async def one(text: LabelledText) -> list[dict[str, Any]]:
        return await rows_of(text, engine, part)

    found = await of_each(texts, one, _AT_ONCE, lambda _: None)
    with out.open("a", encoding="utf-8") as file:
        for rows in found:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


async def _run(given: argparse.Namespace) -> None:
    engine = recipe_engine()
    train = train_texts(given.data)
    parts = {
        "train": [t for t in train if not is_held_out(t)],
        "written": written_texts(),
        "held": [t for t in train if is_held_out(t)],
        "dev": dev_texts(given.data),
        "unseen": written_texts(UNSEEN),
    }
    given.out.unlink(missing_ok=True)
    await engine.start()
    try:
        for part in given.parts:
            await find(parts[part], part, engine, given.out)
    finally:
        await engine.stop()


def main() -> None:
    """Read the texts, find their passages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
