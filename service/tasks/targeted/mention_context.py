"""Facts about a mention from the words beside it: a place, an office, an addressee."""

from __future__ import annotations

from collections.abc import Sequence

from service.tasks.annotations import NameAnnotations
from service.text.document import Document
from service.text.entities.model import Entity, EntityKind, Mention
from service.text.gazetteers.word_lists import ORGANISATION, stem

_REACH = 24  # code points before a mention that are looked at
_NEXT = 16  # code points after it
_AT_PLACE = frozenset("in at near from outside around into toward towards across".split())
_WITHIN = frozenset("in near outside around into across inside above throughout".split())
_PLACES = frozenset(
    "town city village region province district county oblast island coast area border front "
    "stronghold capital suburb neighborhood neighbourhood".split()
)
_TOLD = frozenset({"told", "tells", "telling"})  # "told Channel 4": the interviewer is no subject
_OFFICES = frozenset(
    """president minister premier chancellor secretary senator sen rep governor gov mayor king
    queen pope chairman chairwoman ceo councillor commissioner justice congressman
    congresswoman director""".split()
)
_HEADS = frozenset("president premier chancellor king queen pope".split())
_NO_HEADS = (["vice"], ["former"], ["deputy"], ["ex"])


def speaks(names: NameAnnotations, entity: Entity, mention: Mention) -> bool:
    """Whether the mention only names the speaker of a sentence."""
    speaker = names.voices[mention.sentence].speaker
    if speaker is None or speaker.span != mention.span:
        return False
    return speaker.name == entity.name or speaker.name in entity.aliases


def is_addressee(document: Document, mention: Mention) -> bool:
    """Whether the mention is the addressee of reported speech: "told Channel 4"."""
    return _last_word(_before(document, mention)) in _TOLD


def is_source(document: Document, mention: Mention) -> bool:
    """Whether the mention is only the source of what is reported: "according to Reuters"."""
    before = [word.lower() for word in _before(document, mention)[-3:]]
    return before[-2:] == ["according", "to"] or before[-3:] == ["according", "to", "the"]


def is_located(document: Document, mention: Mention) -> bool:
    """Whether the mention may be a location: "at Sudzha", "Duarte of Oregon"."""
    before = _before(document, mention)
    return _last_word(before) in _AT_PLACE or _follows_name_of(before)


def is_place(document: Document, entity: Entity, mentions: Sequence[Mention]) -> bool:
    """Whether most mentions use the entity as a place: "the Kursk region", "in Kursk".

    Countries and bodies ("in Congress") are actors, whatever word precedes them.
    """
    body = any(stem(word) in ORGANISATION for word in entity.name.split())
    if entity.kind not in (EntityKind.OTHER, EntityKind.PLACE) or body:
        return False
    called = sum(_is_called_place(document, m) for m in mentions)
    located = sum(_is_within(document, m) and not _is_called_place(document, m) for m in mentions)
    return called + located > len(mentions) / 2 and (called > 0 or located > 1)


def names_a_place(phrase: str) -> bool:
    """Whether a phrase is a name and a word for a place: "Kursk region"."""
    return phrase[0].isupper() and phrase.split()[-1].lower() in _PLACES


def has_office(document: Document, mention: Mention) -> bool:
    """Whether a title of a public office precedes the mention."""
    return _last_word(_before(document, mention)).strip(".,") in _OFFICES


def is_head(document: Document, mention: Mention) -> bool:
    """Whether the title is of a head of state or government: "President", not "Vice President"."""
    before = [word.lower() for word in _before(document, mention)[-2:]]
    if before == ["prime", "minister"]:
        return True
    return bool(before) and before[-1] in _HEADS and before[:-1] not in _NO_HEADS


def _is_called_place(document: Document, mention: Mention) -> bool:
    """Whether a word for a place belongs to the name: "Kursk region", "the city of Kursk"."""
    after = document.text[mention.span.end : mention.span.end + _NEXT].split()
    if after and after[0].strip(".,;:”’").lower() in _PLACES:
        return True
    before = [word.lower() for word in _before(document, mention)[-2:]]
    return len(before) == 2 and before[1] == "of" and before[0] in _PLACES


def _is_within(document: Document, mention: Mention) -> bool:
    before = _before(document, mention)
    return _last_word(before) in _WITHIN or _follows_name_of(before)


def _follows_name_of(before: Sequence[str]) -> bool:
    """Whether a name and "of" precede: "Duarte of Oregon"."""
    return len(before) > 1 and before[-1] == "of" and before[-2][:1].isupper()


def _last_word(before: Sequence[str]) -> str:
    return before[-1].lower() if before else ""


def _before(document: Document, mention: Mention) -> list[str]:
    """The words right before a mention; the first one may be cut."""
    return document.text[max(0, mention.span.begin - _REACH) : mention.span.begin].split()
