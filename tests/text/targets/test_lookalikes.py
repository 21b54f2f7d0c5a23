"""Each rule for places where another word is meant: one that it drops and one that it leaves."""

from __future__ import annotations

import pytest

from service.text.segmentation.builder import build_document
from service.text.targets.matching import Matcher


def found(target: str, text: str) -> list[str]:
    document = build_document(text, language="en")
    return [document.read(span) for span, _ in Matcher(document).find(target)]


@pytest.mark.parametrize(
    ("target", "text", "meant"),
    [
        # An acronym is in capitals, among words that are not.
        ("US", "The US told us. GIVE US A CALL NOW.", ["US"]),
        ("US", "US wins.", ["US"]),
        # A long one may be in small letters where the text has no capitals.
        ("START", "The START treaty was a start.", ["START"]),
        ("START", "The start treaty broke.", ["start"]),
        # With its article.
        ("The Gap", "The Gap closed the gap.", ["The Gap"]),
        ("The Harbour", "The Harbour sank the harbour.", ["The Harbour", "the harbour"]),
        # An everyday word.
        ("Target", "At Target they met the target.", ["Target"]),
        ("Portvale", "At Portvale they met portvale.", ["Portvale", "portvale"]),
        # A word that the text itself may use as a name.
        ("Labour", "They left Labour for the labour.", ["Labour"]),
        ("Labour", "Labour is hard, and labour is long.", ["Labour", "labour"]),
        # Accents.
        ("Québec", "The Québec plan and the quebec plan.", ["Québec"]),
        ("Québec", "The Québec plan and the Quebec plan.", ["Québec", "Quebec"]),
        ("Québec", "The quebec plan é.", ["quebec"]),
    ],
)  # fmt: skip
def test_only_what_is_meant(target: str, text: str, meant: list[str]) -> None:
    assert found(target, text) == meant
