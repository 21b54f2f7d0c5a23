"""Each rule for whether a name is a person's: one name it decides and one it leaves."""

from __future__ import annotations

import pytest

from service.text.entities import entity_kinds
from service.text.entities.entity_kinds import KindRule, NameInContext, is_place, kind_of
from service.text.entities.model import EntityKind
from service.text.entities.names import Name
from service.text.segmentation.builder import build_document
from service.text.span import Span

PERSON, OTHER = EntityKind.PERSON, EntityKind.OTHER
SINGLES = frozenset({"Muntil"})


def candidate(text: str, *, titled: bool = False) -> NameInContext:
    """The name between square brackets, without them."""
    before, rest = text.split("[")
    words, after = rest.split("]")
    document = build_document(before + words + after, language="en")
    span = Span(len(before), len(before) + len(words))
    name = Name(span, words, 0, titled)
    return NameInContext(document, name, name.words, SINGLES)


CASES: list[tuple[KindRule, EntityKind, str, str]] = [
    (entity_kinds._not_plain, OTHER, "We saw [Boeing 737].", "We saw [Zorvan Abel]."),
    (entity_kinds._not_plain, OTHER, "We saw [Bag of Abel].", "We saw [Al-Sisi O’Neill]."),
    (entity_kinds._body_or_place, OTHER, "We saw [Portvale Police].", "We saw [Zorvan Abel]."),
    (entity_kinds._body_or_place, OTHER, "We saw [NATO Abel].", "We saw [J.K. Abel]."),
    (entity_kinds._body_or_place, OTHER, "We saw [Zorvan France].", "We saw [Zorvan Franke]."),
    (entity_kinds._metonym, OTHER, "We saw [White House].", "We saw [White Abel]."),
    (entity_kinds._forename, PERSON, "We saw [Ana Abel].", "We saw [Zorvan Abel]."),
    (entity_kinds._surname_alone, PERSON, "We saw [Zorvan Muntil].", "We saw [Zorvan Abel]."),
    (entity_kinds._speaks_or_has_age, PERSON, "Then [Zorvan Abel] said.", "[Zorvan Abel] left."),
    (entity_kinds._speaks_or_has_age, PERSON, "[Zorvan Abel], 40, left.", "[Zorvan Abel], left."),
    (entity_kinds._speaks_or_has_age, PERSON, "So said [Zorvan Abel].", "So left [ZORVAN ABEL]."),
    (entity_kinds._long, OTHER, "We saw [Rise Up Portvale Now].", "We saw [Zorvan Van Abel]."),
    (entity_kinds._after_article, OTHER, "We saw the [Rose Abel].", "We saw [Rose Abel]."),
    (entity_kinds._place_name, OTHER, "We saw [San Lorin].", "We saw [Sun Lorin]."),
    (entity_kinds._plural, OTHER, "We saw [Weight Watchers].", "We saw [Zorvan Bass]."),
]


@pytest.mark.parametrize(("rule", "kind", "decides", "leaves"), CASES)
def test_a_rule(rule: KindRule, kind: EntityKind, decides: str, leaves: str) -> None:
    assert rule(candidate(decides)) is kind
    assert rule(candidate(leaves)) is None


def test_a_title_makes_a_person_of_anything() -> None:
    known = candidate("We saw [White House].", titled=True)
    assert kind_of(known.document, known.name, SINGLES) is PERSON


def test_a_name_of_which_nothing_is_known_is_a_person() -> None:
    known = candidate("We saw [Zorvan Abel].")
    assert kind_of(known.document, known.name, SINGLES) is PERSON


@pytest.mark.parametrize(
    ("text", "place"), [("They met in [Moscow].", True), ("Then [Moscow] denied it.", False)]
)
def test_a_town_or_its_government(text: str, place: bool) -> None:
    known = candidate(text)
    assert is_place(known.document, known.name) is place
