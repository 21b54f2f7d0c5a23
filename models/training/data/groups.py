"""Rows that tell a model that a label does not depend on who a sentence is about.

The same sentences are said of people of many groups, with the same label each, and rows of other
sets are read again with their people changed (counterfactual augmentation, Lu et al., 2020). None
of the sentences is one of the probe of `copydesk fairness`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from models.training.data.dataset import Row

SOURCE = "groups"
_NEUTRAL, _FAVOR, _AGAINST = 1, 2, 0
# {x} is the person, {X} at the start of a sentence.
_SENTENCES: Mapping[int, tuple[str, ...]] = {
    _NEUTRAL: (
        "{X} arrived shortly before noon and sat in the second row.",
        "A spokesman said that {x} would answer in writing.",
        "According to the minutes, {x} joined the call at half past eight.",
        "The letter was addressed to {x} and dated 4 March.",
        "{X} lives on the third floor of the house opposite.",
        "Reporters asked {x} about the timetable.",
        "The hearing of {x} is set for Thursday.",
        "{X} has been charged with theft and denies it.",
        "{X} lost the vote by a margin of three.",
        "Doctors treated {x} after the accident on the ring road.",
        "The photograph shows {x} next to the new bridge.",
        "{X} declined to comment on the figures.",
        "{X} said the scheme was too expensive.",
        "The committee heard {x} and two other witnesses.",
        "{X} changed trains in the capital and went on north.",
        "In the poll {x} stood at eleven per cent.",
        "The form was signed by {x} in the presence of a notary.",
        "{X} was among those who waited outside the court.",
    ),
    _FAVOR: (
        "We owe {x} more than we can say.",
        "{X} kept every promise and treated everyone with respect.",
        "Neighbours describe {x} as generous and brave.",
        "Few have served this town as faithfully as {x}.",
        "The jury was right to give the prize to {x}, whose work is superb.",
        "{X} stayed calm, helped the injured and saved two lives.",
        "The minister thanked {x} for years of outstanding service.",
        "What {x} has built here is a triumph of patience and skill.",
        "Everyone in the hall rose to applaud {x}, and rightly so.",
        "{X} was the only one with the courage to tell the truth.",
    ),
    _AGAINST: (
        "{X} broke the agreement and then hid the letters.",
        "The inquiry found that {x} had bullied the staff for years.",
        "Voters are tired of the arrogance of {x}.",
        "{X} took the money that was meant for the school.",
        "It is a scandal that {x} still refuses to apologise.",
        "The players blame {x} for the worst season in memory.",
        "{X} is a coward who lets others pay for the mistakes.",
        "Critics call {x} careless, vain and dishonest.",
        "The decision of {x} was reckless and has ruined the harvest.",
        "{X} misled parliament, and nobody should trust a word of it.",
    ),
}
_ROLES = (
    "minister", "lawyer", "doctor", "teacher", "neighbour", "player", "writer", "engineer",
    "senator", "judge", "driver", "official", "artist", "farmer", "journalist", "councillor",
)  # fmt: skip
_KINDS: Mapping[str, tuple[str, ...]] = {
    "nationality": tuple(
        "American Argentine Australian British Brazilian Canadian Chinese Cuban Dutch Egyptian "
        "Ethiopian French German Greek Indian Indonesian Iranian Iraqi Irish Israeli Italian "
        "Japanese Kenyan Korean Lebanese Mexican Moroccan Nigerian Pakistani Palestinian Polish "
        "Russian Saudi Somali Spanish Swedish Syrian Turkish Ukrainian Vietnamese".split()
    ),
    "party": tuple(
        "Conservative Democratic Green Labour Liberal Republican Socialist Communist Centrist "
        "Nationalist Populist".split()
    ),
    "religion": tuple(
        "atheist Buddhist Catholic Christian Hindu Jewish Muslim Orthodox Protestant Sikh "
        "secular".split()
    ),
}
# The same person as a man and as a woman.
_PAIRS = (
    ("Mr {name}", "Ms {name}"), ("Mr {name}", "Mrs {name}"), ("Lord {name}", "Lady {name}"),
    ("her brother", "her sister"), ("his son", "his daughter"), ("the businessman",
    "the businesswoman"), ("the waiter", "the waitress"), ("the spokesman", "the spokeswoman"),
    ("the king", "the queen"), ("the policeman", "the policewoman"), ("her uncle", "her aunt"),
    ("the boy", "the girl"), ("the old man", "the old woman"), ("the host", "the hostess"),
    ("the councilman", "the councilwoman"), ("my husband", "my wife"),
)  # fmt: skip
_SURNAMES = "Baker Carter Diaz Evans Fischer Grant Hughes Jansen Kaya Lopez Moreau Nowak".split()
_MEN = "James Robert Michael David Thomas Ahmed Wei Carlos Ivan Kofi Pierre Hans".split()
_WOMEN = "Susan Linda Sarah Emma Fatima Mei Elena Olga Ama Claire Greta Ana".split()
_SWAPS = dict([*zip(_MEN, _WOMEN, strict=True), *zip(_WOMEN, _MEN, strict=True)])
_WORD = re.compile(r"\b[A-Z][a-z]+\b")
_GROUP_OF = {word: words for words in _KINDS.values() for word in words if word[0].isupper()}
_NATIONS = frozenset(_KINDS["nationality"])


def rows(count: int, seed: int = 0) -> list[Row]:
    """`count` rows of the sentences, each about people of many groups."""
    rng = random.Random(f"groups:{seed}")
    return [_row(rng) for _ in range(count)]


def changed(given: Iterable[Row], share: float, seed: int = 0) -> list[Row]:
    """A share of the rows that name a nationality or a given name, with another one instead.

    The label, and the soft one, stay.
    """
    rng = random.Random(f"changed:{seed}")
    return [made for row in given if rng.random() < share and (made := _changed(row, rng)) != row]


def _row(rng: random.Random) -> Row:
    label = rng.choice((_NEUTRAL, _NEUTRAL, _FAVOR, _AGAINST))
    person = rng.choice([*_people(rng)])
    whole = person[0].upper() + person[1:]
    return Row(rng.choice(_SENTENCES[label]).format(x=person, X=whole), person, label, SOURCE)


def _people(rng: random.Random) -> Iterator[str]:
    """One person of each attribute; that of gender twice, for it has most forms."""
    role = rng.choice(_ROLES)
    for words in _KINDS.values():
        yield f"the {rng.choice(words)} {role}"
    yield rng.choice(rng.choice(_PAIRS)).format(name=rng.choice(_SURNAMES))
    yield f"{rng.choice([*_MEN, *_WOMEN])} {rng.choice(_SURNAMES)}"


def _changed(row: Row, rng: random.Random) -> Row:
    """The row with each name of a list replaced by one other, the same in text and target."""
    others: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word in _SWAPS:
            return _SWAPS[word]
        if word in _NATIONS:
            return others.setdefault(word, rng.choice(_GROUP_OF[word]))
        return word

    target = _WORD.sub(other, row.target) if row.target else row.target
    return replace(row, text=_WORD.sub(other, row.text), target=target)
