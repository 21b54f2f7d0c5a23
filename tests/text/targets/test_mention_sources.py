"""Each way to speak of a target: one text that has it and one that has not."""

from __future__ import annotations

import pytest

from service.text.entities.model import ADJECTIVE, DEMONYM, EXACT, METONYM, PRONOUN
from service.text.segmentation.builder import build_document
from service.text.targets.sources import PART, REWORDED, SURNAME
from tests.reading import read_names


def found(target: str, text: str) -> list[tuple[str, float]]:
    document = build_document(text, language="en")
    mentions = read_names(document).mentions.find(target)
    return [(document.read(m.span), m.strength) for m in mentions]


@pytest.mark.parametrize(
    ("target", "text", "mentions"),
    [
        ("harbour road", "They love the harbour road.", [("harbour road", EXACT)]),
        ("harbour road", "They love the harbour.", []),
        ("Anna Swift", "It came to a swift end.", []),
        ("sugar tax", "A tax on sugar came.", [("tax on sugar", REWORDED)]),
        ("sugar tax", "A tax came; sugar rose.", []),
        ("Ana Duarte", "Then Duarte left.", [("Duarte", EXACT)]),
        ("Ana Duarte", "Then Ana Duarte won. She left.",
         [("Ana Duarte", EXACT), ("She", PRONOUN)]),
        ("Ana Duarte", "Then Ana Duarte won. He left.", [("Ana Duarte", EXACT)]),
        ("Ukraine", "The Ukrainians won.", [("Ukrainians", DEMONYM)]),
        ("Ukraine", "They saw Ukrainian boats.", [("Ukrainian", ADJECTIVE)]),
        ("Ukraine", "The Russians won.", []),
        ("Ukraine", "It rained, and then Kyiv denied it.", [("Kyiv", METONYM)]),
        ("North Korean troops", "The North Koreans won.", [("North Koreans", PART)]),
        ("North Korean troops", "They saw North Korean boats.", []),
        ("Federal Bureau of Investigation", "The FBI left.", [("FBI", EXACT)]),
        ("Federal Bureau of Investigation", "The CIA left.", []),
        ("Republican Party", "The GOP paid. Then Republicans left. A Republican aide came.",
         [("GOP", METONYM), ("Republicans", DEMONYM), ("Republican", ADJECTIVE)]),
        ("Republican Party", "The Democrats left.", []),
        ("Melania Trump", "Trump left.", [("Trump", SURNAME)]),
        ("Melania Trump", "Trump left. Later Donald Trump came.", []),
        ("Ford Motor Company", "Company left.", []),
    ],
)  # fmt: skip
def test_a_source(target: str, text: str, mentions: list[tuple[str, float]]) -> None:
    assert found(target, text) == mentions
