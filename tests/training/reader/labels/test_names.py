"""Names from a parser's entities, and how annotated phrases correct them."""

from __future__ import annotations

import pytest

from models.training.reader.labels import names
from models.training.reader.labels.names import NameKinds, NameMap
from models.training.reader.labels.phrases import NO_REFERENT, Phrase
from service.inference.reader.mentions import LABELS
from service.text.reading import NameKind
from tests.training.reader import samples


def shown(found: NameMap, text: str) -> list[tuple[str, str]]:
    starts = [i for i in range(len(text)) if found.begins[i] and found.column[i]]
    spans = [found.around(i) for i in starts]
    return [(text[s[0] : s[1]], LABELS[found.column[s[0]]][2:]) for s in spans if s is not None]


def phrase(text: str, words: str, head: str, kind: str) -> Phrase:
    begin, at = text.index(words), text.index(head)
    return Phrase(begin, at, at + len(head), NO_REFERENT, kind)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("the Hague’s", "Hague"), ("The Guardian", "Guardian"), ("Ana", "Ana")],
    ids=["both", "article", "plain"],
)
def test_names_are_compared_bare(name: str, wanted: str) -> None:
    assert names.bare(name) == wanted


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("Ana van der Laar", True),
        ("the Bank of Ulm", True),
        ("Ana “Mien” Laar", True),
        ("Ulm council", False),
        ("a nurse", False),
    ],
    ids=str,
)
def test_the_form_of_a_name(words: str, whole: bool) -> None:
    assert names.is_whole_name(words) is whole


def test_a_name_has_the_kind_of_most_texts() -> None:
    text = "Kyiv"
    seen = [(text, samples.analysis(text, {}, {text: label})) for label in ("GPE", "GPE", "PERSON")]
    kinds = NameKinds(seen)
    assert kinds.of("Kyiv", "PERSON") is NameKind.PLACE
    assert kinds.of("Lviv", "PERSON") is NameKind.PERSON
    assert kinds.of("Kyiv", "DATE") is None
    assert NameKinds(seen[2:]).of("Kyiv", "PERSON") is NameKind.PERSON  # once is no majority


def test_peoples_are_no_names() -> None:
    text = "Danish"
    kinds = NameKinds([(text, samples.analysis(text, {}, {text: "NORP"}))] * 3)
    assert kinds.peoples == {"Danish"}
    assert kinds.of("Danish", "ORG") is None


def test_articles_and_possessives_are_left_out() -> None:
    text = "the Times's owner met Ana’s aunt at noon"
    analysis = samples.analysis(text, {}, {"the Times's": "ORG", "Ana’s": "PERSON", "noon": "GPE"})
    found = names.from_entities(text, analysis, NameKinds([]))
    assert shown(found, text) == [("Times", "organization"), ("Ana", "person")]


def test_annotators_correct_kinds_and_add_what_was_missed() -> None:
    text = "Ford met Doctor Li and the Danish"
    parts = dict.fromkeys(("Ford", "Doctor", "Li", "Danish"), "PROPN")
    analysis = samples.analysis(text, parts, {"Ford": "ORG"})
    found = names.from_entities(text, analysis, NameKinds([]))
    meant = [
        phrase(text, "Ford", "Ford", "person"),
        phrase(text, "Doctor Li", "Li", "person"),
        phrase(text, "the Danish", "Danish", "group"),
    ]
    names.refine(found, text, meant, analysis, {"Danish"}, exact=False)
    assert shown(found, text) == [("Ford", "person"), ("Doctor Li", "person")]


def test_exact_phrases_are_names_as_a_whole() -> None:
    text = "She left the Bank of Ulm"
    analysis = samples.analysis(text, {"Bank": "NOUN", "Ulm": "PROPN"}, {"Ulm": "GPE"})
    found = names.from_entities(text, analysis, NameKinds([]))
    meant = [
        phrase(text, "the Bank of Ulm", "Ulm", "organization"),
        phrase(text, "She", "She", "person"),
    ]
    names.refine(found, text, meant, analysis, set(), exact=True)
    assert shown(found, text) == [("Bank of Ulm", "organization")]
