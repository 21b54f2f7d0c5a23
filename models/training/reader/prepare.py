"""Labels all training texts and the unseen ones.

    python -m models.training.reader.prepare --data DATA --base BASE \\
        --analyses WORK/analyses.jsonl --out WORK

Writes documents.jsonl, dev.jsonl (PolNeAR's dev part) and unseen.jsonl (the written texts of
another author) to WORK.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from tokenizers import Tokenizer

from models.training.reader import documents
from models.training.reader.data import analyses, labelled, sources
from models.training.reader.data.analyses import Analysis
from models.training.reader.data.labelled import LabelledReferences
from models.training.reader.data.sources import Source
from models.training.reader.documents import LabelledDocument
from models.training.reader.labels import (
    attributions,
    mark_attributions,
    marks,
    names,
    phrases,
    references,
)
from models.training.reader.labels.names import NameKinds
from models.training.reader.labels.phrases import Heads, Phrase
from models.training.reader.tokens import tokens_of
from service.inference.backends.tokenization import read_tokenizer


@dataclass(frozen=True, slots=True)
class Labeller:
    """Labels texts. `analyses` are by `Source.key`, and so are the `labels` of annotators."""

    tokenizer: Tokenizer
    analyses: Mapping[str, Analysis]
    kinds: NameKinds
    labels: Mapping[str, LabelledReferences] = field(default_factory=dict)

    def of_set(self, source: Source) -> LabelledDocument:
        """The document of a text of a set."""
        text, row = source.text, source.row
        analysis = self.analyses[source.key]
        tokens = tokens_of(text, self.tokenizer)
        told = None
        if "attributions" in row:
            parts = attributions.from_rows(row["attributions"])
            told = attributions.label(tokens, len(text), parts)
        found = names.from_entities(text, analysis, self.kinds)
        kind, meant = self._phrases(source, analysis)
        if meant is None:
            made = references.names_only(tokens, found)
        else:
            names.refine(found, text, meant, analysis, self.kinds.peoples, exact=False)
            whole = kind != "labels"
            made = references.label(tokens, text, found, meant, complete=whole)
        return LabelledDocument(source.id, source.set, kind, tokens, told, made)

    def written(self, source: Source) -> LabelledDocument:
        """The document of a text with inline marks."""
        marked = marks.read(source.text)
        text = marked.text
        analysis = self.analyses[Source("written", source.id, text).key]
        tokens = tokens_of(text, self.tokenizer)
        parts = mark_attributions.attributions_of(marked)
        found = names.from_entities(text, analysis, self.kinds)
        meant = list(phrases.from_marks(text, marked.mentions, Heads(analysis)))
        names.refine(found, text, meant, analysis, self.kinds.peoples, exact=True)
        return LabelledDocument(
            source.id,
            source.set,
            "marks",
            tokens,
            attributions.label(tokens, len(text), parts),
            references.label(tokens, text, found, meant, complete=True),
        )

    def attributed(self, source: Source) -> LabelledDocument:
        """The document of a text of which only the attributions are known."""
        tokens = tokens_of(source.text, self.tokenizer)
        parts = attributions.from_rows(source.row["attributions"])
        told = attributions.label(tokens, len(source.text), parts)
        nothing = references.ReferenceLabels([references.IGNORED] * len(tokens.ids), None)
        return LabelledDocument(source.id, source.set, "", tokens, told, nothing)

    def _phrases(self, source: Source, analysis: Analysis) -> tuple[str, Sequence[Phrase] | None]:
        if source.set == "gum":
            heads = Heads(analysis)
            return "gum", list(phrases.from_gum(source.text, source.row["mentions"], heads))
        if source.key in self.labels:
            row = self.labels[source.key]
            clusters = [(cluster.kind, cluster.mentions) for cluster in row.clusters]
            return "labels", phrases.from_clusters(clusters, row.others, analysis)
        return "", None


def written_texts(name: str) -> Iterator[Source]:
    """The written texts of a file, with their marks."""
    for row in sources.rows(sources.WRITTEN / f"{name}.jsonl"):
        yield Source("written_reader", row["id"], row["text"])


def main() -> None:
    """Label, and print what was found in which set."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "base", "analyses", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    parsed = analyses.read(given.analyses)
    texts = sources.train_texts(given.data)
    kinds = NameKinds((source.text, parsed[source.key]) for source in texts)
    first = {row.key: row for row in reversed(labelled.read())}
    labeller = Labeller(read_tokenizer(given.base), parsed, kinds, first)
    made = [labeller.of_set(source) for source in texts]
    made += [labeller.written(source) for source in written_texts("texts")]
    documents.write(given.out / "documents.jsonl", made)
    dev = [labeller.attributed(source) for source in sources.dev_texts(given.data)]
    documents.write(given.out / "dev.jsonl", dev)
    unseen = [labeller.written(source) for source in written_texts("texts_unseen")]
    documents.write(given.out / "unseen.jsonl", unseen)
    counts = Counter((document.set, document.kind) for document in made)
    Console().print({f"{name} {kind}".strip(): n for (name, kind), n in sorted(counts.items())})


if __name__ == "__main__":
    main()
