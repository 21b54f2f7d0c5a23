"""Noun phrases of a whole text, gathered by their stems."""

from __future__ import annotations

from service.text.noun_phrases.recurring import gather_phrases, without_parts
from service.text.segmentation.builder import build_document
from service.text.tokens import all_tokens


def recurring(text: str) -> dict[str, int]:
    """The phrases that recur, in their most frequent wording, with their number."""
    document = build_document(text, language="en")
    found = without_parts(gather_phrases(document, all_tokens(document), frozenset()))
    return {p.wording: len(p.places) for p in found if len(p.places) > 1}


def test_forms_of_a_phrase_are_one() -> None:
    text = "School meals are dear. A school meal costs six. They cut school meals."
    assert recurring(text) == {"school meals": 3}


def test_a_part_counts_only_if_it_is_more_frequent() -> None:
    text = "The ferry price rose. The ferry price fell."
    assert recurring(text) == {"ferry price": 2}
    assert recurring(text + " No price is fair.") == {"ferry price": 2, "price": 3}


def test_the_capital_of_a_sentence_is_no_part_of_the_wording() -> None:
    assert recurring("Vouchers create costs. He likes the vouchers.") == {"vouchers": 2}


def test_a_capital_that_the_word_always_has_is() -> None:
    text = "Harbour Watch plans met scorn. They left Harbour Watch plans alone."
    assert "Watch plans" not in recurring(text)
