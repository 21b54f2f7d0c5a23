"""The ways in which a document may speak of a target.

Each source is a function of the document and the target that gives mentions with their
strength. To add a way, write a source and put it into the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from service.text.entities.model import (
    ADJECTIVE,
    DEMONYM,
    EXACT,
    METONYM,
    ROLE,
    EntityKind,
    Mention,
    MentionForm,
)
from service.text.gazetteers.countries import is_demonym
from service.text.gazetteers.parties import party
from service.text.gazetteers.word_lists import STOPWORDS
from service.text.targets.people import without_others
from service.text.targets.shorter_names import shorter_names
from service.text.targets.sources import PART, SoughtTarget, Sources
from service.text.targets.wording.wording import Wording, head_of, wording_of

_REACH = 40  # code points before a head that hold it
_MOST_MODIFIERS = 3  # of a description that is found by its head

Source = Callable[[Sources, SoughtTarget], Iterable[Mention]]


def _own_words(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Ana Duarte" for "Ana Duarte"."""
    found = sources.literal(target.text)
    entity = target.entity
    if entity is None or entity.kind is not EntityKind.PERSON:
        return found
    found = without_others(sources, entity, found)
    if not target.text.istitle():
        return found
    # Without "a swift end" for a person of that name, unless most are in small letters.
    named = [m for m in found if not sources.document.read(m.span)[0].islower()]
    return named if 2 * len(named) >= len(found) else found


def _head_noun(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "the union" for "Minnesota nurses' union", where the text speaks of such nurses too."""
    if target.entity is not None or wording_of(target.text) is not Wording.AGENT:
        return []
    head, modifiers = head_of(target.text)
    if len(modifiers) > _MOST_MODIFIERS:  # "the writer whom all admired in the war"
        return []
    spoken = sources.rewordings.has_any
    if not modifiers or not all(map(spoken, modifiers)):
        return []
    plural = head.endswith("s")
    places = sources.matcher.find(head if plural else f"the {head}")
    return [
        Mention(span, sentence, ROLE, MentionForm.ROLE)
        for span, sentence in places
        if (plural or len(span) > len(head))  # with its article
        and not _follows_name(sources.document.text, span.begin)
    ]


def _follows_name(text: str, begin: int) -> bool:
    """ "Russian troops" are none of "Ukrainian troops"."""
    before = text[max(0, begin - _REACH) : begin].split()
    if not before or not text[begin - 1].isspace():
        return False
    word = before[-1]
    return word[0].isupper() and word[-1].isalpha() and word.lower() not in STOPWORDS


def _other_words(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "a tax on sugar" for "sugar taxes"."""
    return sources.reworded(target.text)


def _entity(_sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Duarte" for "Ana Duarte"."""
    return target.entity.mentions if target.entity is not None else []


def _references(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "she" and "the mayor" for "Ana Duarte"."""
    if target.entity is None:
        return []
    return [r.mention for r in sources.references if r.entity is target.entity]


def _demonyms(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Ukrainian troops" for a Ukraine that the text itself may never name."""
    return [mention for mention, of in sources.demonyms if of is target.country]


def _metonyms(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Kyiv" for a Ukraine that the text itself may never name."""
    if target.country is None:
        return []
    seats = {m.lower() for m in target.country.metonyms}
    return [
        Mention(m.span, m.sentence, METONYM, MentionForm.METONYM)
        for entity in sources.entities
        if entity.name.lower() in seats
        for m in entity.mentions
    ]


def _people_of(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "the North Koreans" for "North Korean troops"."""
    if target.entity is not None or target.country is not None:
        return []
    demonym = _leading_demonym(target.text.split())
    if demonym is None:
        return []
    return [
        Mention(m.span, m.sentence, PART, MentionForm.DEMONYM)
        for m, of in sources.demonyms
        if m.strength == DEMONYM and demonym in {d.lower() for d in of.demonyms}
    ]


def _shorter_names(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "FBI" for "Federal Bureau of Investigation"."""
    short = MentionForm.SHORT_FORM
    found = []
    for name in shorter_names(target.text):
        places = sources.literal(name, short)
        if name.startswith("the "):  # "the House", but not "the house"
            found += [m for m in places if not sources.document.read(m.span)[4:].islower()]
        else:
            found += [*places, *sources.reworded(name, short)]
    return found


def _party(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Republican Party", "Republicans", "the GOP" and "Republican senators" for the party."""
    known = party(target.text)
    if known is None:
        return []
    name, of = known
    words = [(name, EXACT, MentionForm.NAME)]
    words += [(member, DEMONYM, MentionForm.MEMBERS) for member in of.members]
    words += [(other, METONYM, MentionForm.SHORT_FORM) for other in of.names]
    words += [(adjective, ADJECTIVE, MentionForm.ADJECTIVE) for adjective in of.adjectives]
    return [m for word, sure, how in words for m in sources.capitalised(word, sure, how)]


ALL_SOURCES: tuple[Source, ...] = (
    _own_words,
    _other_words,
    _entity,
    _references,
    _demonyms,
    _metonyms,
    _people_of,
    _shorter_names,
    _party,
    _head_noun,
)


def _leading_demonym(words: list[str]) -> str | None:
    """The demonym of one or two words before the rest, in small letters."""
    for size in (2, 1):
        head = " ".join(words[:size])
        if len(words) > size and is_demonym(head):
            return head.lower()
    return None
