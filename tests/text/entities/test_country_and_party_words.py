"""Demonyms and party words, alone and beside other words."""

from __future__ import annotations

import pytest

from service.text.entities.demonyms import find_demonyms
from service.text.entities.model import ADJECTIVE, DEMONYM
from service.text.entities.party_words import find_party_words
from service.text.segmentation.builder import build_document
from service.text.tokens import all_tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Ukrainians won.", [("Ukrainians", "Ukraine", DEMONYM)]),
        ("They saw Ukrainian boats.", [("Ukrainian", "Ukraine", ADJECTIVE)]),
        ("They saw North Koreans.", [("North Koreans", "North Korea", DEMONYM)]),
        ("They saw Swiss Germans.",
         [("Swiss", "Switzerland", ADJECTIVE), ("Germans", "Germany", DEMONYM)]),
        ("They polish the boats.", []),
        ("They saw Ukraine.", []),
    ],
)  # fmt: skip
def test_demonyms(text: str, found: list[tuple[str, str, float]]) -> None:
    document = build_document(text, language="en")
    demonyms = find_demonyms(all_tokens(document))
    assert [(document.read(m.span), of.name, m.strength) for m, of in demonyms] == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They met Republicans and the GOP.", ["Republicans", "GOP"]),
        ("They met the Republican Party.", []),
        ("They left the Democratic Republic.", []),
        ("They asked for a democratic vote.", []),
    ],
)
def test_party_words(text: str, words: list[str]) -> None:
    document = build_document(text, language="en")
    assert [found.word for found in find_party_words(all_tokens(document))] == words
