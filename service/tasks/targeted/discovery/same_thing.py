"""One entity per thing: "Scientology" and "Church of Scientology", "Pirates" and their full name.

The reading of names joins only what is surely the same, because each of its mentions counts for a
verdict. For the ranking it is enough that a text has one name of which the other is a part.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from service.text.entities.model import Entity, EntityKind
from service.text.folding import fold_letters
from service.text.gazetteers.countries import country
from service.text.gazetteers.parties import party
from service.text.gazetteers.regions import is_region

_SMALL = frozenset("of the and for a an de la von van".split())
_GENERATIONS = frozenset("jr sr ii iii iv".split())
_FIRMS = frozenset("company corporation corp group holdings inc limited ltd plc tribe".split())
_DASH = re.compile(r"[\s—–-]+")
_MIDDLE = 3  # words of a person's name that has a middle one
_CHAMBERS = frozenset({"house", "senate"})  # "White House", "State Senate" are others
_MOST = 20  # names with a word, above which it shows nothing
_FULL = 2  # letters of a word that is no initial

Words = tuple[str, ...]


def same_things(entities: Sequence[Entity]) -> list[list[Entity]]:
    """The entities in groups that are one thing, the one that names the group first.

    A name joins a longer one only if no other thing in the text could be meant by it.
    """
    words = {id(one): _words_of(one.name) for one in entities}
    holders = _by_word(entities, words)
    group = {id(one): [one] for one in entities}
    longest_first = sorted(entities, key=lambda e: -len(words[id(e)]))
    # Those with all words in common come first: two forms of one full name are not two things.
    for join in (_has_words_of, _is_same):
        for one in longest_first:
            near = (other for word in words[id(one)] for other in holders[word])
            _join_only(group, one, [other for other in near if join(one, other, words)])
    groups = {id(members): members for members in group.values()}
    return [sorted(members, key=_naming) for members in groups.values()]


def _join_only(group: dict[int, list[Entity]], one: Entity, same: Sequence[Entity]) -> None:
    """Join an entity's group to that of those it may be, if they are all in one."""
    own = group[id(one)]
    found = {id(members): members for members in (group[id(other)] for other in same)}
    found.pop(id(own), None)
    if len(found) == 1:
        (joined,) = found.values()
        joined += own
        group.update((id(member), joined) for member in own)


def _by_word(
    entities: Sequence[Entity], words: Mapping[int, Words]
) -> Mapping[str, Sequence[Entity]]:
    """The entities whose name has a word, by the word; none for a word that most names have."""
    found: defaultdict[str, list[Entity]] = defaultdict(list)
    for one in entities:
        for word in set(words[id(one)]):
            found[word].append(one)
    return {word: alike if len(alike) <= _MOST else [] for word, alike in found.items()}


def _naming(entity: Entity) -> tuple[bool, int]:
    """Sorts a name of several words with many mentions first."""
    return " " not in entity.name, -len(entity.mentions)


def _words_of(name: str) -> Words:
    """The words of a name in small letters, without small words."""
    words = (w.strip(".,") for w in _DASH.split(fold_letters(name)) if w not in _SMALL)
    return tuple(filter(None, words))


def _has_words_of(entity: Entity, other: Entity, words: Mapping[int, Words]) -> bool:
    """Whether two names are the same but for the order of their words."""
    equal = set(words[id(entity)]) == set(words[id(other)])
    return equal and _is_same(entity, other, words)


def _is_same(entity: Entity, longer: Entity, words: Mapping[int, Words]) -> bool:
    """Whether a name may be another form of a name that has as many words or more."""
    short, long = words[id(entity)], words[id(longer)]
    if entity is longer or len(short) > len(long) or _is_place(entity) or _is_place(longer):
        return False
    if longer.kind is EntityKind.PERSON:
        person = entity.kind is EntityKind.PERSON
        return _is_same_person(short, long) if person else _is_surname(entity, longer)
    if entity.kind is EntityKind.PERSON:
        return False
    name, full = fold_letters(entity.name), fold_letters(longer.name)
    general = _is_general(entity.name)
    return _is_numbered(name, full) or (not general and _is_same_body(name, full))


def _is_place(entity: Entity) -> bool:
    known = country(entity.name) is not None or is_region(entity.name)
    return known or entity.kind in (EntityKind.PLACE, EntityKind.COUNTRY)


def _is_general(name: str) -> bool:
    """Whether a longer name is another thing: "Ohio Democratic Party", "National ICT"."""
    return name.isupper() or party(name) is not None


def _is_surname(entity: Entity, person: Entity) -> bool:
    """Whether a name that was taken for that of a body ends a person's, who is named as often."""
    often = len(person.mentions) >= len(entity.mentions)
    return often and person.name.endswith(f" {entity.name}")


def _is_same_person(short: Words, long: Words) -> bool:
    """ "Natsuko Higuchi" is "Higuchi Natsuko", and "Peter Charles Lund" "Pierre Charles Lund"."""
    mine, theirs = set(short), set(long)
    if (mine ^ theirs) & _GENERATIONS or _differ_in_initials(mine, theirs):
        return False
    if mine <= theirs:
        return len(short) > 1 or short[0] in (long[0], long[-1])
    middle = min(len(short), len(long)) >= _MIDDLE
    return middle and short[-1] == long[-1] and len(mine & theirs) >= _MIDDLE - 1


def _differ_in_initials(mine: set[str], theirs: set[str]) -> bool:
    """Whether both have initials, and others: "George W. Bush", "George H. W. Bush"."""
    first, second = ({w for w in words if len(w) < _FULL} for words in (mine, theirs))
    return bool(first and second) and first != second


def _is_same_body(short: str, long: str) -> bool:
    """Whether a name is that of a body without what else its full name has.

    "Pirates" of "Pittsburgh Pirates", "House" of "House of Commons", "Lund" of "Lund Motor
    Company", and a church by its faith.
    """
    if short == long:
        return False
    head = long.split(" of ")[0]
    ends = head.endswith(f" {short}") and short not in _CHAMBERS
    firm = long.startswith(f"{short} ") and long.split()[-1] in _FIRMS
    return ends or firm or head == short or long == f"church of {short}"


def _is_numbered(short: str, long: str) -> bool:
    """ "COVID" of "COVID-19"."""
    name, dash, number = long.partition("-")
    return bool(dash) and number.isdigit() and short.rstrip("-") == name
