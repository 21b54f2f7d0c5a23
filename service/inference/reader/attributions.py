"""Attributions from tags and links: whose words a content is.

The tags mark sources, cues and contents; the link of a cue or a content is the source whose key
agrees best with its query. The scheme of labels is that of PARC 3.0 and PolNeAR (Newell et al.,
LREC 2018).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.inference.reader.tags import TaggedSpan, tagged_spans
from service.inference.reader.token_table import Integers, TokenTable
from service.text.reading import Attribution
from service.text.span import Span

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
_NOWHERE: Integers = np.zeros(0, dtype=np.int32)
_NEAR = 8  # sentences between a content and its source
_FAR = 1.0  # what the tokens between the two take from a link; fitted on PolNeAR's train part


def read_attributions(table: TokenTable) -> list[Attribution]:
    """The attributions of a document, in the order of their contents."""
    spans = tagged_spans(table, "attribution", LABELS)
    sources = [s for s in spans if s.label == "source"]
    places = table.sentence[[s.first for s in sources]] if sources else _NOWHERE
    parts: dict[int, dict[str, list[Span]]] = {}
    without: list[Attribution] = []
    for span in spans:
        if span.label == "source":
            continue
        where = table.span(span.first, span.last)
        chosen = _source_of(table, span, sources, places)
        if chosen is not None:
            parts.setdefault(chosen, {"cue": [], "content": []})[span.label].append(where)
        elif span.label == "content":
            without.append(Attribution((), (), (where,)))
    found = [
        Attribution(
            (table.span(sources[i].first, sources[i].last),),
            tuple(own["cue"]),
            tuple(own["content"]),
        )
        for i, own in parts.items()
        if own["content"]
    ]
    return sorted(found + without, key=lambda a: a.content[0])


def _source_of(
    table: TokenTable, span: TaggedSpan, sources: Sequence[TaggedSpan], places: Integers
) -> int | None:
    """The index of the likeliest source; None if there is none within reach.

    `places` are the sentences of the sources, which are in order.
    """
    sentence = int(table.sentence[span.first])
    near = _within_reach(sentence, places, 0)  # one in its own sentence is likelier than any other
    if near.size == 0:
        near = _within_reach(sentence, places, _NEAR)
    if near.size == 0:
        return None
    firsts = [sources[i].first for i in near]
    scores = table.heads["source_key"][firsts] @ table.heads["source_query"][span.first]
    scores = scores - _FAR * np.log1p([_tokens_between(sources[i], span) for i in near])
    return int(near[int(scores.argmax())])


def _tokens_between(first: TaggedSpan, second: TaggedSpan) -> int:
    return max(0, second.first - first.last - 1, first.first - second.last - 1)


def _within_reach(sentence: int, places: Integers, most: int) -> NDArray[np.intp]:
    """The indices of the sources that are at most so many sentences away."""
    low, high = np.searchsorted(places, [sentence - most, sentence + most + 1])
    return np.arange(low, high)
