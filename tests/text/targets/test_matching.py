"""A target is found however it and the text are spelled, and spans quote the posted text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.tasks.annotations import NameAnnotations
from service.text.document import Document
from service.text.folding import FoldedText, fold_letters
from service.text.segmentation.builder import build_document
from service.text.targets.mentions import MentionFinder
from service.text.targets.patterns.target_pattern import compile_target
from service.text.targets.word_windows import shortest_windows
from tests.linear.growth import too_steep
from tests.reading import read_names
from tests.real_reading import RealReader
from tests.text.targets import target_cases, target_cases_more

Read = Callable[[Document], NameAnnotations]


def found(text: str, target: str, read: Read = read_names) -> list[str]:
    """The posted text of each mention."""
    document = build_document(text, language="en")
    spans = [document.posted_span(m.span) for m in read(document).mentions.find(target)]
    return [text[span.begin : span.end] for span in spans]


@pytest.mark.parametrize(
    ("target", "text", "wanted"), [*target_cases.ALL, *target_cases_more.REPORTED]
)
def test_the_target_is_found_as_it_stands(target: str, text: str, wanted: list[str]) -> None:
    assert found(text, target) == wanted


@pytest.mark.models
def test_names_that_the_reader_finds(reader: RealReader) -> None:
    for target, text, wanted in target_cases_more.READ:
        assert found(text, target, reader.names) == wanted, target


@pytest.mark.parametrize(("target", "text"), [(".NET", "uses .net and"), (".net", "on .net.")])
def test_a_name_may_begin_with_a_full_stop(target: str, text: str) -> None:
    pattern = compile_target(target)
    assert pattern is not None
    assert pattern.pattern.search(text)
    assert not pattern.pattern.search("asp.net")


@pytest.mark.parametrize("target", ["", " ", "“”", "\u200b", "\u00ad", "'", ".", "()"])
def test_a_target_without_words_is_no_error(target: str) -> None:
    assert found("It rained. The road is “closed”.", target) in ([], ["."] * 2, ["“”"])


@given(st.text(max_size=40), st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_target_in_any_text(target: str, text: str) -> None:
    document = build_document(f"{text} {target} {text}", language="en")
    for mention in read_names(document).mentions.find(target):
        assert mention.span in document.sentences[mention.sentence].span
        span = document.posted_span(mention.span)
        assert 0 <= span.begin < span.end <= len(document.posted)


@given(st.text(max_size=80))
def test_folded_text_leads_back(text: str) -> None:
    folded = FoldedText(text)
    assert folded.text == fold_letters(text)
    whole = folded.source(0, len(folded.text))
    assert fold_letters(text[whole.begin : whole.end]) == folded.text


def test_windows_are_the_shortest_and_apart() -> None:
    hits = [(0, {"a"}), (7, {"b"}), (8, {"a"}), (20, {"b"}), (22, {"a"}), (50, {"a"})]
    assert shortest_windows(hits, {"a", "b"}, 9) == [(1, 2), (3, 4)]
    assert shortest_windows(hits, {"a", "b"}, 1) == [(1, 2)]
    assert shortest_windows(hits, {"a", "c"}, 9) == []


HOSTILE = {
    "one word again and again": ("a " * 150, "a " * 149 + "b "),
    "letters apart": ("ab-" * 100, "ab-" * 99 + "c "),
    "symbols": ("+" * 300, "+" * 299 + "a"),
    "full stops": ("a." * 150, "a." * 149 + "b "),
    "capitals within": ("aA" * 150, "aA" * 149 + "b "),
    "digits within": ("a1" * 150, "a1" * 149 + "b "),
    "white space": ("a b", "a" + " " * 300),
    "apostrophes": ("A's " * 75, "a's " * 74 + "b "),
    "quotation marks": ('"a" ' * 75, '"a" ' * 74 + "b "),
    "marks": ("a\u0301" * 150, "a\u0301" * 149 + " b "),
    "ampersands": ("a & " * 75, "a & " * 74 + "b "),
    "one long word": ("a" * 300, "a" * 299 + "b "),
    "one that is there": ("a b", "a” b“ "),
    "initials": ("C", "Ana C. Smith "),
    "rewordings": ("tax on sugar", "tax sugar tax tax "),
    "words in two": ("Aaaaaaaaaaaaaaaaaaaaay " * 6, "aaaaaaaaaaaaaaaaaaaaay " * 5 + "b "),
    "letters that look alike": ("hаrbour", "hаrbоur "),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_target_costs_what_the_text_is_long(kind: str) -> None:
    target, piece = HOSTILE[kind]

    def finder(size: int) -> MentionFinder:
        document = build_document(piece * (size // len(piece)), language="en")
        mentions = read_names(document).mentions
        mentions.find("of nothing")  # what it reads once is no part of a target's cost
        return mentions

    assert too_steep(finder, lambda mentions: mentions.find(target), 200_000) is None
