"""Spans from tags: whole words, none over a sentence's end, in time linear in the tokens."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.inference.reader.tags import TaggedSpan, tagged_spans
from service.inference.reader.token_table import TokenTable
from tests.linear.growth import too_steep

LABELS = ("O", "B-x", "I-x", "B-y", "I-y")
TAGS = st.lists(st.tuples(st.sampled_from(LABELS), st.booleans(), st.booleans()), max_size=24)


def table(tags: list[str], opens: list[bool], sentences: list[int]) -> TokenTable:
    """One token a code point with these tags."""
    values = np.zeros((len(tags), len(LABELS)), dtype=np.float32)
    for row, tag in enumerate(tags):
        values[row, LABELS.index(tag)] = 5.0
    at = np.arange(len(tags), dtype=np.int32)
    return TokenTable(
        at, at + 1, np.array(sentences, dtype=np.int32), np.array(opens, dtype=bool), {"h": values}
    )


def spans(*tags: str, sentences: list[int] | None = None) -> list[tuple[str, int, int]]:
    """The spans of words of one token each."""
    made = table(list(tags), [True] * len(tags), sentences or [0] * len(tags))
    return [(s.label, s.first, s.last) for s in tagged_spans(made, "h", LABELS)]


def test_spans_of_words() -> None:
    assert spans() == []
    assert spans("O", "O") == []
    assert spans("B-x", "I-x", "O", "B-x") == [("x", 0, 1), ("x", 3, 3)]
    assert spans("B-x", "B-x", "I-x") == [("x", 0, 0), ("x", 1, 2)]


def test_a_word_that_continues_nothing_begins_a_span() -> None:
    assert spans("I-x", "I-x") == [("x", 0, 1)]
    assert spans("B-x", "I-y", "I-y") == [("x", 0, 0), ("y", 1, 2)]
    assert spans("B-x", "O", "I-x") == [("x", 0, 0), ("x", 2, 2)]


def test_no_span_goes_over_the_end_of_a_sentence() -> None:
    assert spans("B-x", "I-x", "I-x", sentences=[0, 0, 1]) == [("x", 0, 1), ("x", 2, 2)]


def test_the_tokens_of_a_word_decide_together() -> None:
    made = table(["B-x", "O", "O"], [True, False, False], [0] * 3)
    assert tagged_spans(made, "h", LABELS) == []
    made = table(["B-x", "I-x", "O"], [True, False, False], [0] * 3)
    assert tagged_spans(made, "h", LABELS) == [TaggedSpan("x", 0, 2)]


@given(TAGS)
def test_any_tags_give_spans_that_are_whole_words_in_order(
    tokens: list[tuple[str, bool, bool]],
) -> None:
    tags = [tag for tag, _, _ in tokens]
    ends = np.cumsum([new for _, _, new in tokens], dtype=np.int32).tolist()
    # A token opens a word where a sentence begins.
    opens = [i == 0 or opens or ends[i] != ends[i - 1] for i, (_, opens, _) in enumerate(tokens)]
    found = tagged_spans(table(tags, opens, ends), "h", LABELS)
    covered: list[int] = []
    for span in found:
        assert opens[span.first]
        assert span.last + 1 == len(tags) or opens[span.last + 1]
        assert ends[span.first] == ends[span.last]
        covered += range(span.first, span.last + 1)
    assert covered == sorted(set(covered))
    # Words of one token are in a span of their label, or in none.
    for i, tag in enumerate(tags):
        if opens[i] and (i + 1 == len(tags) or opens[i + 1]):
            own = [s.label for s in found if s.first <= i <= s.last]
            assert own == ([] if tag == "O" else [tag[2:]])


def test_linear_in_the_tokens() -> None:
    def make(size: int) -> TokenTable:
        return table(["B-x", "I-x", "B-y", "O"] * (size // 4), [True] * size, [0] * size)

    assert too_steep(make, lambda made: tagged_spans(made, "h", LABELS), 160_000) is None
