"""Names and references from tags, and the antecedents of each reference.

A mention is represented by its last token. The score of an antecedent is the product of the
reference's query and the antecedent's key, less for a distant one; that of having none is 0.
Training maximises the marginal likelihood of all right antecedents, as in Lee et al. (EMNLP 2017).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.inference.reader.tags import tagged_spans
from service.inference.reader.token_table import TokenTable, Values
from service.text.document import Document
from service.text.gazetteers.word_lists import STOPWORDS
from service.text.reading import Antecedent, NameKind, NameSpan, Reference, ReferenceForm
from service.text.span import Span

LABELS = (
    "O",
    *(f"{mark}-{kind}" for kind in (*NameKind, "nominal") for mark in ("B", "I")),
)
_NOMINAL = "nominal"
# The distance, in powers of two of tokens, that makes an antecedent neither likelier nor less
# likely. The products of the network know little of distance; this was chosen on texts of GUM's
# train part and on written ones.
_NEARBY = 4.0
_MOST = 48  # mentions before a reference that may be its antecedent
_SHOWN = 6  # antecedents that are kept
_PRONOUNS = re.compile(
    r"\b(?:he|she|they|him|her|them|his|hers|theirs?|its?|itself|who|whose|himself|herself|"
    r"themselves|i|me|my|myself|we|us|our|ours|ourselves|you|your)\b",
    re.IGNORECASE,
)
_US = re.compile(r"\b(?:US|IT)\b")  # a country, and a trade


@dataclass(frozen=True, slots=True)
class _Mention:
    span: Span
    sentence: int
    form: ReferenceForm | None  # None for a name
    token: int  # the last one


def read_names(table: TokenTable, document: Document) -> list[NameSpan]:
    """The names of a document, in text order; none is empty."""
    found: list[NameSpan] = []
    for span in tagged_spans(table, "mention", LABELS):
        if span.label == _NOMINAL:
            continue
        where = _without_possessive(document, table.span(span.first, span.last))
        sentence, kind = int(table.sentence[span.first]), NameKind(span.label)
        before = found[-1] if found else None
        if before is not None and before.sentence == sentence and _goes_on(document, before, where):
            found[-1] = NameSpan(Span(before.span.begin, where.end), sentence, before.kind)
        else:
            found.append(NameSpan(where, sentence, kind))
    return found


def _goes_on(document: Document, name: NameSpan, following: Span) -> bool:
    """Whether a name ends in a preposition after which another is read: "Union of", "Dockers"."""
    text = document.text
    between = text[name.span.end : following.begin]
    return not between.strip() and text.endswith((" of", " for"), name.span.begin, name.span.end)


def read_references(table: TokenTable, document: Document) -> list[Reference]:
    """The references of a document with their antecedents, in text order."""
    mentions = sorted(_mentions(table, document), key=lambda m: m.token)
    if not mentions:
        return []
    tokens = np.array([m.token for m in mentions])
    queries = table.heads["antecedent_query"][tokens]
    keys = table.heads["antecedent_key"][tokens]
    found = []
    for at, mention in enumerate(mentions):
        if mention.form is None:
            continue
        low = max(0, at - _MOST)
        scores = keys[low:at] @ queries[at] - _remoteness(tokens, low, at)
        best = tuple(_best(scores, mentions[low:at]))
        found.append(Reference(mention.span, mention.sentence, mention.form, best))
    return found


def _remoteness(tokens: NDArray[np.int64], low: int, at: int) -> Values:
    """What the distance to each mention before `at` takes from its score, shape (at - low,)."""
    found: Values = np.log2(1.0 + tokens[at] - tokens[low:at]) - _NEARBY
    return found.astype(np.float32)


def _best(scores: Values, mentions: Sequence[_Mention]) -> Iterator[Antecedent]:
    for i in np.argsort(-scores, kind="stable")[:_SHOWN].tolist():
        yield Antecedent(mentions[i].span, float(scores[i]))


def _mentions(table: TokenTable, document: Document) -> Iterator[_Mention]:
    pronouns = list(_pronouns(table, document))
    alone = {m.token for m in pronouns}
    for span in tagged_spans(table, "mention", LABELS):
        if span.last in alone and span.label == _NOMINAL:
            continue
        form = ReferenceForm.NOMINAL if span.label == _NOMINAL else None
        where = _without_possessive(document, table.span(span.first, span.last))
        if form is not None and not _may_refer(document, where, int(table.sentence[span.first])):
            continue
        yield _Mention(where, int(table.sentence[span.first]), form, span.last)
    yield from pronouns


def _pronouns(table: TokenTable, document: Document) -> Iterator[_Mention]:
    starts = table.begin
    for sentence in document.content():
        for match in _PRONOUNS.finditer(document.text, sentence.span.begin, sentence.span.end):
            if _US.fullmatch(match[0]):
                continue
            at = int(np.searchsorted(starts, match.start()))
            if at < len(table) and starts[at] == match.start():
                yield _Mention(Span(*match.span()), sentence.index, ReferenceForm.PRONOUN, at)


def _without_possessive(document: Document, span: Span) -> Span:
    text = document.read(span)
    for ending in ("’s", "'s"):
        if text.endswith(ending) and len(text) > len(ending):
            return Span(span.begin, span.end - len(ending))
    return span


def _may_refer(document: Document, phrase: Span, sentence: int) -> bool:
    """Whether it is a noun phrase of body or quotes, and not the "the" of one that was not tagged.

    What stands in a heading is said again below it, where its name is.
    """
    return (
        document.sentences[sentence].is_content and document.read(phrase).lower() not in STOPWORDS
    )
