"""Sentences of any text: in order, complete, alike in any spacing, in time that grows evenly.

Where sentences end is shown by `test_sentence_cases`.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.segmentation.builder import build_document
from service.text.sentences.abbreviations import CLASSES
from service.text.sentences.end_rules import RULES
from service.text.sentences.splitter import LONGEST, split
from service.text.span import Span
from service.text.whitespace import is_blank
from tests.text.messy import TEXTS
from tests.text.sentences.test_sentence_cases import cases

# Joined with blanks: every way a stop, a mark and a word can meet.
STOPS = st.lists(
    st.sampled_from(
        """The he said. Dr. U.S. a.m. J. K. No. no. 5 1. 2. (i) “Why?” "No." … ... . ! ? :) 😀 [3]
        ( ) ” " ' — - iPad end.The A. I. II. Inc. etc. Jan. Mr St. #tag @ana https://a.b/c 你好。
        [he] «x» x. ². Ⅷ. ٣. İ. ß. ǅ. 1.) (a) b) ’ … a… The… 12. 2020 May — Ana""".split()
    ),
    max_size=30,
).map(" ".join)
HOSTILE = [
    *". ! ? … 。 ।".split(),
    *(".a a. A. 1. .. ]. #. .” .\" ?! :. a! a? ．a @. _. *. ’. 😀. ſ. ʼ.".split()),
    ". ", "! ", "… ", "a. ", "A. ", "I. ", "1. ", "U.S. ", "no. ", "no. 1 ",
    "a.m. ", "St. ", "Co. ",
    "… A", " … A", "...A", "\" ", "' ", ".\" ", "a.' ", "(. ", "! (a ", ". - ", ". — A", ".  ",
    ".\n",
    ". [1]", ". :)", ". 😀", "? Ana ", "?” A ", "a.A", "a.“A", "end.The", ".\u200b", "\u200b. ",
    "\xa0. ",
    "A.A. ", "(1) ", "1. 1. ", "Mr. ", "i.e. ", "he… ", "”", "“", "x", " ", "\u200b", "\ud800. ",
]  # fmt: skip


def texts(text: str) -> list[str]:
    """The sentences of a text that is one block."""
    return [text[s.begin : s.end] for s in split(text, Span(0, len(text)))]


@given(TEXTS | STOPS)
@settings(max_examples=300, deadline=None)
def test_sentences_hold_all_that_is_visible(text: str) -> None:
    end = 0
    for span in split(text, Span(0, len(text))):
        assert end <= span.begin < span.end <= len(text)
        assert len(span) <= LONGEST
        assert all(is_blank(char) for char in text[end : span.begin])
        assert not is_blank(text[span.begin])
        assert not is_blank(text[span.end - 1])
        end = span.end
    assert all(is_blank(char) for char in text[end:])


@given(STOPS, st.sampled_from(["\u00a0", "\t", "\n", "\r\n", "  ", "\u2028", "\x07", " \u200b"]))
@settings(max_examples=200, deadline=None)
def test_the_kind_of_blank_does_not_matter(text: str, blank: str) -> None:
    spaced = [s.replace(" ", blank) for s in texts(text)]
    assert texts(text.replace(" ", blank)) == spaced


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u00ad", "\u2060"])
def test_marks_that_show_nothing_do_not_matter(mark: str) -> None:
    for text, right in cases():
        marked = mark.join(text)
        assert [s.replace(mark, "") for s in texts(marked)] == right


@given(STOPS, STOPS)
@settings(max_examples=100, deadline=None)
def test_a_sentence_does_not_depend_on_what_stands_outside_its_block(one: str, two: str) -> None:
    joined = f"{one}\n\n{two}"
    alone = split(one, Span(0, len(one)))
    assert split(joined, Span(0, len(one))) == alone
    moved = [
        Span(s.begin + len(one) + 2, s.end + len(one) + 2) for s in split(two, Span(0, len(two)))
    ]
    assert split(joined, Span(len(one) + 2, len(joined))) == moved


def test_no_sentence_reaches_across_blocks() -> None:
    document = build_document("The road is good\n\n, said Dr.\n\nSmith. It is.\n\nthe end.")
    for sentence in document.sentences:
        assert sentence.span in document.blocks[sentence.block].span
    assert len(document.blocks) == 4


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_text_only(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        begin = time.process_time()
        split(text, Span(0, length))
        return time.process_time() - begin

    # As long as it must be to take a time that can be measured; then four times as long.
    length = 1 << 12
    while length < 1 << 19 and min(seconds(length), seconds(length)) < 0.005:
        length *= 2
    short = min(seconds(length) for _ in range(2))
    long = min(seconds(4 * length) for _ in range(2))
    assert long <= 8 * short  # the square would be sixteen times as much


@pytest.mark.parametrize("unit", [". 😀", "no. ", "e.g. ", "… A", "x.y"])
def test_time_does_not_grow_by_copies_of_what_stands_before(unit: str) -> None:
    # Copying a text is so quick that its square shows in long texts only.
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        begin = time.process_time()
        split(text, Span(0, length))
        return time.process_time() - begin

    long = min(seconds(1 << 18) for _ in range(2))
    assert long <= 8 * min(seconds(1 << 16) for _ in range(2))


def test_sentences_that_go_on_are_looked_at_by_their_ends_only() -> None:
    # Each belongs to what stands before it, which used to be read from its start each time.
    text = "Gov. " + "Gen. Smith met Gov. " * 3000
    found = split(text, Span(0, len(text)))
    assert found[0].begin == 0
    assert found[-1].end == len(text.rstrip())
    assert all(len(s) <= LONGEST for s in found)


def test_every_rule_and_class_has_a_word_of_why() -> None:
    assert all(rule.__doc__ for rule in RULES)
    assert len({rule.__name__ for rule in RULES}) == len(RULES)
    assert len({each.name for each in CLASSES}) == len(CLASSES)
    assert all(not word.endswith(".") for each in CLASSES for word in each.words)
