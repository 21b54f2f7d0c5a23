"""Names that mean the same one, gathered: "Volodymyr Zelensky", "Zelensky", "Kyiv"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.document import Document
from service.text.entities.model import (
    ADJECTIVE,
    EXACT,
    METONYM,
    PEOPLE,
    Entity,
    EntityKind,
    Mention,
)
from service.text.entities.names import Name, find_names
from service.text.entities.short_forms import Owners
from service.text.folding import fold_letters
from service.text.gazetteers.countries import DEMONYMS, METONYMS, Country, country
from service.text.gazetteers.first_names import is_forename
from service.text.gazetteers.parties import PartyWord, find_parties, party
from service.text.gazetteers.word_lists import THINGS, stem
from service.text.span import Span
from service.text.tokens import Words

_WITHIN = re.compile("[.’'-]")  # "O’Neill", "Al-Sisi", "J.K."
# "Oleksandr, 40, an officer", "said Artem," and "Oleksandr says" are people.
_AGED = re.compile(r"\s*,\s\d{1,3},")
_SAYS = re.compile(r"\s(?:says?|said|told|added|adds|wrote|tweeted|recalled)\b")
_SAID = re.compile(r"\b(?:said|says|added|adds)\s$")
_PLACE_BEGINS = frozenset(
    """new north south east west northern southern eastern western san santa los las el st saint
    fort mount lake cape port puerto costa hong great upper lower central""".split()
)
_AT = frozenset("in at near from to outside around of".split())
_BEFORE_THINGS = _AT | {"the"}


Peoples = Sequence[tuple[Mention, Country]]


def find_entities(document: Document, words: Words, peoples: Peoples) -> list[Entity]:
    """Entities of body and quotes with their mentions, in order of first mention."""
    return group(document, find_names(document, words), peoples, words)


def group(
    document: Document, names: Sequence[Name], peoples: Peoples, words: Words
) -> list[Entity]:
    """Entities from names: by country, full form, surname and initials."""
    entities: dict[str, Entity] = {}
    later: list[Name] = []
    singles = frozenset(name.text for name in names if len(name.words) == 1)
    for name in names:
        land, of = country(name.text), party(name.text)
        if land is not None:
            _add(entities, land.name, EntityKind.COUNTRY, name)
        elif of is not None:
            _add(entities, of[0], EntityKind.OTHER, name)
        elif len(name.words) > 1:
            _add(entities, name.text, _kind(document, name, singles), name)
        else:
            later.append(name)
    _merge_longer(entities)
    owners = Owners(list(entities.values()))
    for name in later:
        _add_single(document, entities, owners, name)
    _add_peoples(peoples, entities)
    _add_parties(list(find_parties(words)), entities)
    found = list(entities.values())
    for entity in found:
        entity.mentions.sort()
    found.sort(key=lambda e: e.mentions[0].span.begin)
    return found


def _kind(document: Document, name: Name, singles: frozenset[str]) -> EntityKind:
    """A title makes a person; else a first name, a surname used alone (`singles`), speech.

    Two or three plain words of which none of this is known are a person's too, unless they
    are "the Weight Watchers" or a "San Juan".
    """
    if name.titled:
        return EntityKind.PERSON
    words = name.words
    plain = all(w[0].isupper() and _WITHIN.sub("", w).isalpha() for w in words)
    body = any(
        stem(w) in THINGS or country(w) or (w.isupper() and "." not in w and len(w) > 1)
        for w in words
    )
    if not plain or body or not 2 <= len(words) <= 4 or name.text.lower() in METONYMS:
        return EntityKind.OTHER
    if is_forename(words[0]) or words[-1] in singles or _is_person(document, name):
        return EntityKind.PERSON
    before = document.text[max(0, name.span.begin - 12) : name.span.begin].split()
    thing = before and before[-1].lower().lstrip("“‘\"'(") in _BEFORE_THINGS
    place = words[0].lower() in _PLACE_BEGINS
    many = words[-1].endswith("s") and not words[-1].endswith("ss")
    named = len(words) < 4 and not (thing or place or many)
    return EntityKind.PERSON if named else EntityKind.OTHER


def _add(
    entities: dict[str, Entity],
    key: str,
    kind: EntityKind,
    name: Name,
    strength: float = EXACT,
) -> None:
    entity = entities.setdefault(fold_letters(key), Entity(key, kind))
    if kind is EntityKind.PERSON and entity.kind is EntityKind.OTHER:
        entity.kind = kind
    entity.aliases.add(name.text)
    entity.mentions.append(Mention(name.span, name.sentence, strength))


def _merge_longer(entities: dict[str, Entity]) -> None:
    """ "Robert F. Kennedy" takes in "Robert Kennedy": same first and last word."""
    alike: dict[tuple[str, str], list[str]] = {}
    for key in entities:
        words = key.split()
        alike.setdefault((words[0], words[-1]), []).append(key)
    for keys in alike.values():
        size = {key: len(key.split()) for key in keys}
        # The first of those that are longer than each length, which none shorter can be.
        first: dict[int, str] = {}
        for length in set(size.values()):
            longer = next((k for k in keys if size[k] > length), None)
            if longer is not None:
                first[length] = longer
        for key in sorted(keys, key=size.__getitem__):
            if entities[key].kind is EntityKind.PERSON and size[key] in first:
                _absorb(entities[first[size[key]]], entities.pop(key))


def _absorb(entity: Entity, other: Entity) -> None:
    entity.aliases |= other.aliases
    entity.mentions += other.mentions


def _add_single(
    document: Document, entities: dict[str, Entity], owners: Owners, name: Name
) -> None:
    """A single word: a surname, initials, a metonym, or a name of its own."""
    word = name.text
    owner = owners.of(word, name.span.begin)
    if owner is not None:
        owner.aliases.add(word)
        owner.mentions.append(Mention(name.span, name.sentence, EXACT))
        return
    land = METONYMS.get(word.lower())
    if land is not None and land.name.lower() in entities and not _is_place(document, name):
        _add(entities, land.name, EntityKind.COUNTRY, name, METONYM)
        return
    person = name.titled or (_is_person(document, name) and word.lower() not in METONYMS)
    _add(entities, word, EntityKind.PERSON if person else EntityKind.OTHER, name)


def _is_person(document: Document, name: Name) -> bool:
    text, span = document.text, name.span
    if name.text.isupper():
        return False
    return bool(
        _AGED.match(text, span.end)
        or _SAYS.match(text, span.end)
        or _SAID.search(text[max(0, span.begin - 8) : span.begin])
    )


def _is_place(document: Document, name: Name) -> bool:
    """ "celebrations in Moscow" is the town, "Moscow denied" the government."""
    before = document.text[max(0, name.span.begin - 12) : name.span.begin].split()
    return bool(before) and before[-1].lower() in _AT


def _add_peoples(peoples: Peoples, entities: dict[str, Entity]) -> None:
    """Add "Ukrainian troops" (adjective) and "the Ukrainians" (people) to their country."""
    present = {e.name: e for e in entities.values() if e.kind is EntityKind.COUNTRY}
    for mention, land in peoples:
        entity = present.get(land.name)
        if entity is None and mention.strength >= PEOPLE:
            entity = present[land.name] = Entity(land.name, EntityKind.COUNTRY)
            entities[land.name.lower()] = entity
        if entity is not None:
            entity.mentions.append(mention)


def _add_parties(found: Sequence[PartyWord], entities: dict[str, Entity]) -> None:
    """Add "Republicans" (members) and "Democratic senators" (adjective) to their party."""
    for firm in (True, False):  # an adjective alone makes no party
        for span, sentence, strength, name, word in found:
            entity = entities.get(name.lower())
            if firm is not (strength > ADJECTIVE) or (entity is None and not firm):
                continue
            if entity is None:
                entity = entities[name.lower()] = Entity(name, EntityKind.OTHER)
            entity.mentions.append(Mention(span, sentence, strength))
            if firm:
                entity.aliases.add(word)


def find_peoples(words_of: Words) -> Peoples:
    """Peoples named in body and quotes, with the country of each, in text order."""
    found = []
    for index, words in words_of.items():
        after = -1
        for i, token in enumerate(words):
            if i < after or not token.word[:1].isupper():
                continue
            hit, size = None, 1
            if i + 1 < len(words):
                hit, size = _people(f"{token.word} {words[i + 1].word}"), 2
            if hit is None:
                hit, size = _people(token.word), 1
            if hit is not None:
                land, plural = hit
                span = Span(token.begin, words[i + size - 1].end)
                found.append((Mention(span, index, PEOPLE if plural else ADJECTIVE), land))
            after = i + size
    return found


def _people(text: str) -> tuple[Country, bool] | None:
    """The country of a demonym, and whether it is in the plural ("Russians")."""
    low = text.lower()
    if low in DEMONYMS:
        return DEMONYMS[low], False
    singular = low.removesuffix("s")
    return (DEMONYMS[singular], True) if singular in DEMONYMS else None
