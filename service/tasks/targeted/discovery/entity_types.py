"""What a named entity is: a person, an organisation, a place, an event, a law, a work.

The kind that the reading of names gives decides where it is exact; else the words of the name and
its use in the text do.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.tasks.target import TargetType
from service.tasks.targeted.mention_context import is_place
from service.text.document import Document
from service.text.entities.model import Entity, EntityKind, Mention
from service.text.gazetteers.countries import country
from service.text.gazetteers.parties import party
from service.text.gazetteers.regions import is_region
from service.text.gazetteers.word_lists import GEOGRAPHY, ORGANISATION, stem

_OF_KIND = {
    EntityKind.PERSON: TargetType.PERSON,
    EntityKind.COUNTRY: TargetType.PLACE,
    EntityKind.PLACE: TargetType.PLACE,
    EntityKind.ORGANIZATION: TargetType.ORGANISATION,
}
_LAWS = frozenset(
    """act bill law laws treaty agreement accord amendment convention constitution directive
    protocol proposition referendum""".split()
)
_EVENTS = frozenset(
    """war revolution games cup olympics olympic festival summit crisis election elections day
    conference trial uprising riots massacre attack attacks hurricane storm pandemic championship
    championships tournament marathon grand prix race final series week scandal shutdown summer
    brexit ramadan holocaust prize awards award""".split()
)
_WORKS = frozenset("book novel film album song series show report memo".split())
_PLACES = GEOGRAPHY | frozenset(
    "city town village province region county island north south".split()
)
_BODIES = (ORGANISATION - _LAWS - _EVENTS - _WORKS - _PLACES - {"region", "state"}) | frozenset(
    """associates bros brothers co group holdings plc gmbh union unions authority bureau college
    academy team united hospital clinic museum theatre theater airlines airways trust watch
    alliance campaign senate cabinet taliban democrats republicans""".split()
)


def entity_type(
    document: Document, entity: Entity, firm: Sequence[Mention], *, speaks: bool
) -> TargetType | None:
    """What an entity is by its kind, its words and its use; None where nothing shows it.

    Args:
        document: the document of the entity.
        entity: the entity.
        firm: its mentions without adjectives.
        speaks: whether the text quotes it.
    """
    if (known := _OF_KIND.get(entity.kind)) is not None:
        return known
    named = type_of_name(entity.name)
    if named is TargetType.PLACE and speaks and not _is_known(entity.name):
        return TargetType.ORGANISATION  # "Just Save Rivers said"
    if named is not None:
        return named
    return TargetType.PLACE if firm and is_place(document, entity, firm) else None


def _is_known(name: str) -> bool:
    return country(name) is not None or is_region(name)


def type_of_name(name: str) -> TargetType | None:
    """What the words of a name alone show: "Carbon Act" a law, "NATO" an organisation."""
    if party(name) is not None:
        return TargetType.ORGANISATION
    if _is_known(name):
        return TargetType.PLACE
    words = name.lower().split(" of ")[0].split() or [""]
    for heads, found in _BY_HEAD:
        if words[-1] in heads or stem(words[-1]) in heads:
            return found
    if any(word in _BODIES or stem(word) in _BODIES for word in words):
        return TargetType.ORGANISATION
    acronym = name.replace(".", "").replace("&", "")
    return TargetType.ORGANISATION if acronym.isupper() and 2 < len(acronym) <= 6 else None


def is_body(noun: str) -> bool:
    """Whether a common noun means a body that acts: "council", "police"."""
    return noun in _BODY_NOUNS


_BODY_NOUNS = frozenset(
    """agency army bank board bureau church club coalition commission committee company corporation
    council court department federation firm foundation government guard hospital institute league
    ministry navy newspaper parliament party police regime senate team tribunal
    troops union university airline authority administration cabinet jury military rebels
    militia""".split()
)
_BY_HEAD = (
    (_LAWS, TargetType.LAW),
    (_EVENTS, TargetType.EVENT),
    (_BODIES, TargetType.ORGANISATION),
    (_PLACES, TargetType.PLACE),
)
