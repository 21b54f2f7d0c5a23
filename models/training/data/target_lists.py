"""What texts are about, as readers listed it, and whether a found target is on such a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from models.training.reader.data import sources
from service.evaluation.reading.gold import referring
from service.text.gazetteers.countries import DEMONYMS, country
from service.text.gazetteers.parties import party
from service.text.gazetteers.word_lists import STOPWORDS, TITLES, stem

FILE = Path(__file__).parents[1] / "written" / "discovery" / "target_lists.jsonl"
PREPOSITIONS = frozenset("of on in at for from with by to over against into about between".split())
_WORD = re.compile(r"[\w.’'&-]+")
_POSSESSIVE = re.compile(r"[’']s$")
_SALIENT = 3  # of five summaries that name it


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a list: a name or an issue, in the reader's words."""

    text: str
    entity: bool


@dataclass(slots=True)
class ListedText:
    """A text with the lists of its readers, its summaries, or GUM's names with their salience.

    `gist` is a summary in a sentence, `abstract` a longer one; salience is from 0 to 5.
    """

    text: str
    lists: list[list[Listed]] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    salience: dict[str, int] = field(default_factory=dict)
    gist: str = ""
    abstract: str = ""


def read_texts(data: Path, lists: Path = FILE) -> list[ListedText]:
    """The texts of all lists, and of GUM's training part, without those of any dev or test part.

    Args:
        data: the data folder.
        lists: a file of rows {"sha256": …, "targets": [[text, "entity" or "topic"], …]}, which has
            no texts: the checksum is that of a text's letters and digits.
    """
    texts = {source.key: source for source in sources.train_texts(data)}
    found: dict[str, ListedText] = {}

    def of(key: str) -> ListedText:
        return found.setdefault(key, ListedText(texts[key].text))

    for row in sources.rows(lists):
        if row["sha256"] in texts:
            of(row["sha256"]).lists.append(
                [Listed(t, kind == "entity") for t, kind in row["targets"]]
            )
    for key, source in texts.items():
        if source.set.startswith("labelled"):
            of(key).issues += [t["text"] for t in source.row["targets"] if t["kind"] == "topic"]
            of(key).gist = source.row.get("gist", "")
            of(key).abstract = source.row.get("abstract", "")
        elif source.set == "gum":
            referents = referring(source.row).referents
            of(key).salience = {name: one.salience for one in referents for name in one.names}
    return list(found.values())


def is_listed(ours: str, entity: bool, item: Listed) -> bool:
    """Whether what was found is the item: the same name or its short form, or the same head."""
    own, other = content(ours), content(item.text)
    mine, theirs = set(own) - PREPOSITIONS, set(other) - PREPOSITIONS
    if not mine or not theirs:
        return False
    if theirs <= mine or ours in _initials(item.text) or item.text in _initials(ours):
        return True
    if entity:
        return mine <= theirs and (item.entity or head(other) in mine)
    return mine <= theirs or head(own) in theirs or head(other) in mine


def likeness(ours: str, item: Listed) -> float:
    """The share (0..1) of the words that both have in common."""
    mine, theirs = set(content(ours)) - PREPOSITIONS, set(content(item.text)) - PREPOSITIONS
    return len(mine & theirs) / max(1, len(mine | theirs))


def content(text: str) -> list[str]:
    """The stems of a name or phrase without small words and titles.

    A demonym is its country, and "Democrats" are their party.
    """
    words = _full_name(text).split()
    found: list[str] = []
    for word in _WORD.findall(" ".join(words)):
        low = _POSSESSIVE.sub("", word.lower().strip(".'’"))
        land = DEMONYMS.get(low) or DEMONYMS.get(low.removesuffix("s"))
        if land is not None:
            found += land.name.lower().split()
        elif low in PREPOSITIONS or low not in STOPWORDS or not word.islower():
            if low not in TITLES or len(words) < 3 or word.islower():
                found += map(stem, filter(None, low.split("-") if word.islower() else [low]))
    return found


def _full_name(text: str) -> str:
    """The usual name of a country or a party."""
    if (known := party(text)) is not None:
        return known[0]
    land = country(text)
    return land.name if land is not None else text


def head(words: list[str]) -> str:
    """The main noun: the last word, or the one before the first preposition."""
    at = next((i for i, word in enumerate(words) if i and word in PREPOSITIONS), len(words))
    return words[at - 1] if words else ""


def _initials(name: str) -> set[str]:
    letters_of = "".join(w[0] for w in _WORD.findall(name) if w[0].isupper())
    return {letters_of} if len(letters_of) > 2 else set()


def is_salient(ours: str, salience: dict[str, int]) -> bool:
    """Whether a name that was found, or one that holds it, is in most summaries."""
    mine = set(content(ours))
    best = 0
    for name, value in salience.items():
        theirs = set(content(name))
        if theirs and (mine <= theirs or theirs <= mine):
            best = max(best, value)
    return best >= _SALIENT


def summarised(names: Iterable[str], text: ListedText) -> float:
    """1 for what the gist names, half of it for what only the abstract names."""
    words = [found for name in names if (found := set(content(name)))]
    gist, abstract = set(content(text.gist)), set(content(text.abstract))
    if any(one <= gist for one in words):
        return 1.0
    return 0.5 * any(one <= abstract for one in words)
