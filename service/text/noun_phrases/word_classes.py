"""Word classes of English words without a tagger: a table, closed classes and word endings.

The table was counted from tagged news. It holds the words in lower case that are not mostly nouns,
and those that are nouns and verbs alike; a word that it does not hold is judged by its ending, and
is else a noun.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from service.text.gazetteers.word_lists import CALENDAR, STOPWORDS

_FILE = "word_classes.txt"


class WordClass(StrEnum):
    """The class of a word, as one letter, so that a sentence is a string for the grammar."""

    NOUN = "N"
    NOUN_OR_VERB = "B"  # "strike", "plans"
    ADJECTIVE = "A"
    PARTICIPLE = "E"  # "proposed", "armed"
    GERUND = "G"  # "pricing", "harassing"
    VERB = "V"
    ADVERB = "R"
    DETERMINER = "D"  # and words that count or point: "these", "many", "last"
    PREPOSITION = "P"
    OF = "O"
    TO = "T"
    NAME = "L"
    OTHER = "X"  # pronouns, conjunctions, numbers, days
    BREAK = "|"  # a mark between two words


_DETERMINERS = frozenset(
    """the a an this that these those his her its their our my your every each some any no all both
    another other such many much more most few fewer several enough less least same own last next
    first second third final latest recent new old early late former current future past previous
    following major main key big small large huge great good bad little long short high low
    only whole entire full total further additional certain various different similar particular
    potential possible likely single multiple dozens hundreds thousands millions whose what which
    one two three four five six seven eight nine ten eleven twelve hundred thousand million billion
    half very real true best better worst worse top bottom right wrong overall ongoing""".split()
)
_PREPOSITIONS = frozenset(
    """in on at for from with without by into onto over under between among against about around
    through during within toward towards across behind beyond near per via despite upon amid along
    outside inside beside besides except like after before since until off as than""".split()
)
# Measures of time: no phrase holds one.
TIMES = frozenset(
    """second seconds minute minutes hour hours day days week weeks weekend month months year years
    decade decades century centuries morning afternoon evening night nights noon midnight spring
    autumn summer winter today yesterday tomorrow tonight moment moments while""".split()
)
# Nouns that only measure, point to or belong to what follows "of".
PARTITIVES = frozenset(
    """number numbers lot lots part parts percent percentage share majority minority member members
    group groups series kind kinds sort sorts type types piece pieces array range variety set pair
    couple handful host wave amount amounts level levels rest half bit mile miles kilometer
    kilometers kilometre kilometres metre metres meter meters mph km end beginning start middle
    side sides top bottom edge hub center centre head back front west east north south coast
    outskirts street streets resident residents people relative relatives friend friends favor
    favour behalf basis notion idea sense lack result results case cases way ways use term
    terms version area areas leak state city town capital""".split()
)
_NEGATED = re.compile(r"n[’']t$")
_ENDINGS = (
    (re.compile(r"(?:wards?|ly)$"), WordClass.ADVERB),
    (re.compile(r"[a-z]{3}ing$"), WordClass.GERUND),
    (re.compile(r"[a-z]{2}ed$"), WordClass.PARTICIPLE),
    (
        re.compile(r"(?:ous|ful|less|able|ible|ical|ish|-(?:based|led|old|term|wide))$"),
        WordClass.ADJECTIVE,
    ),
    (re.compile(r"(?:[iy]ze|[iy]zes|[iy]se|ify|ifies)$"), WordClass.VERB),
)


@lru_cache(maxsize=8192)
def word_class(word: str) -> WordClass:
    """The class of a word in lower case, by itself; a name is never recognised."""
    if (known := _CLOSED.get(word)) is not None:
        return known
    if (listed := _TABLE.get(word)) is not None:
        return listed
    if _NEGATED.search(word):
        return WordClass.VERB
    if not word.replace("-", "").replace("’", "").replace("'", "").isalpha() or len(word) < 3:
        return WordClass.OTHER
    base = _TABLE.get(word.removesuffix("s"))
    if word.endswith("s") and base in {WordClass.VERB, WordClass.NOUN_OR_VERB}:
        return base
    return next((found for ending, found in _ENDINGS if ending.search(word)), WordClass.NOUN)


def commonness(word: str) -> float:
    """In how large a share of texts the stem of a noun occurs: 0 (rare) to 1 ("people")."""
    return _COMMON.get(word, 0.0)


def _read() -> tuple[dict[str, WordClass], dict[str, float]]:
    """The classes of the table by word, and the commonness of common nouns by stem."""
    classes: dict[str, WordClass] = {}
    common: dict[str, float] = {}
    for line in (files("service.text.noun_phrases") / _FILE).read_text("utf-8").splitlines():
        head, _, words = line.partition(":")
        if head.isdigit():
            common |= dict.fromkeys(words.split(), int(head) / 9)
        elif words:
            classes |= dict.fromkeys(words.split(), WordClass(head))
    return classes, common


_TABLE, _COMMON = _read()
_CLOSED = (
    dict.fromkeys(STOPWORDS | CALENDAR, WordClass.OTHER)
    | dict.fromkeys(_PREPOSITIONS, WordClass.PREPOSITION)
    | dict.fromkeys(_DETERMINERS, WordClass.DETERMINER)
    | dict.fromkeys(
        """is are was were am be been being has have had having do does did done will would can
        could shall should may might must cannot says say said get got go goes gone went came come
        make made makes take took let like use used using became become began see seem ask keep
        gave""".split(),
        WordClass.VERB,
    )
    | dict.fromkeys(
        "not never always often still also just ever even soon again already".split(),
        WordClass.ADVERB,
    )
    | {"of": WordClass.OF, "to": WordClass.TO}
)
