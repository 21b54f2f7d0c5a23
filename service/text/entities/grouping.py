"""Names that mean the same one, gathered: "Volodymyr Zelensky", "Zelensky", "Kyiv"."""

from __future__ import annotations

from collections.abc import Sequence, Set

from service.text.document import Document
from service.text.entities.acronyms import letters_of
from service.text.entities.demonyms import Demonyms, add_demonyms
from service.text.entities.model import EXACT, METONYM, Entity, EntityKind, Mention, MentionForm
from service.text.entities.names import Name, names_of
from service.text.entities.party_words import add_party_words, find_party_words
from service.text.entities.place_use import is_place
from service.text.entities.recurring_names import join_recurring
from service.text.entities.short_names.definitions import with_definitions
from service.text.entities.short_names.short_forms import ShortForms
from service.text.folding import fold_letters
from service.text.gazetteers.countries import METONYMS, country
from service.text.gazetteers.parties import party
from service.text.reading import NameKind, NameSpan
from service.text.tokens import Words

Entities = dict[str, Entity]  # by the key of their fullest name, in small letters


def find_entities(
    document: Document,
    words: Words,
    demonyms: Demonyms,
    read: Sequence[NameSpan],
) -> list[Entity]:
    """Entities of body and quotes with their mentions, in order of first mention.

    A name joins its country, its party, its full form, surname or initials.
    """
    entities: Entities = {}
    whole = join_recurring(document, words, read)
    names, explained = with_definitions(document, names_of(document, whole))
    later = [n for n in names if not _add_full(entities, n, explained)]
    _merge_longer(entities)
    short_forms = ShortForms(list(entities.values()))
    for name in later:
        _add_single(document, entities, short_forms, name)
    add_demonyms(demonyms, entities)
    add_party_words(list(find_party_words(words)), entities)
    found = list(entities.values())
    for entity in found:
        entity.mentions.sort()
    found.sort(key=lambda e: e.mentions[0].span.begin)
    return found


def _add_full(entities: Entities, name: Name, explained: Set[str]) -> bool:
    """Add a name that is known or has several words; False for any other."""
    if (land := country(name.text)) is not None:
        _add(entities, land.name, EntityKind.COUNTRY, name)
    elif (known := party(name.text)) is not None:
        _add(entities, known[0], EntityKind.OTHER, name)
    elif name.text in explained:
        _add(entities, name.text, EntityKind.OTHER, name)
    elif len(name.words) > 1:
        _add(entities, name.text, EntityKind(name.kind.value), name)
    else:
        return False
    return True


def _add_single(
    document: Document, entities: Entities, short_forms: ShortForms, name: Name
) -> None:
    """Add a single word: a surname, initials, a metonym, or a name of its own."""
    word = name.text
    entity = short_forms.entity_of(word, name.span.begin)
    if entity is not None and _agrees(name, entity):
        entity.aliases.add(word)
        form = MentionForm.SHORT_FORM
        entity.mentions.append(Mention(name.span, name.sentence, EXACT, form))
        return
    land = METONYMS.get(word.lower())
    if land is not None and land.name.lower() in entities and not is_place(document, name):
        _add(entities, land.name, EntityKind.COUNTRY, name, METONYM)
        return
    _add(entities, word, EntityKind(name.kind.value), name)


def _agrees(name: Name, entity: Entity) -> bool:
    """Whether both are people or neither: "Washington" the town is not George Washington.

    Initials alone do not show what they stand for.
    """
    if letters_of(name.text) is not None:
        return True
    person = entity.kind is EntityKind.PERSON
    return person == (name.kind is NameKind.PERSON)


def _add(
    entities: Entities, key: str, kind: EntityKind, name: Name, strength: float = EXACT
) -> None:
    entity = entities.setdefault(fold_letters(key), Entity(key, kind))
    if kind is EntityKind.PERSON and entity.kind is EntityKind.OTHER:
        entity.kind = kind
    entity.aliases.add(name.text)
    form = MentionForm.METONYM if strength == METONYM else MentionForm.NAME
    entity.mentions.append(Mention(name.span, name.sentence, strength, form))


def _merge_longer(entities: Entities) -> None:
    """ "Robert F. Kennedy" takes in "Robert Kennedy": same first and last word."""
    alike: dict[tuple[str, str], list[str]] = {}
    for key in entities:
        words = key.split()
        alike.setdefault((words[0], words[-1]), []).append(key)
    for keys in alike.values():
        if len(keys) > 1:
            _merge_alike(entities, keys)


def _merge_alike(entities: Entities, keys: Sequence[str]) -> None:
    """Merge each person into the first of the longer names, the shortest person first."""
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
