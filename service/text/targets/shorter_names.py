"""Shorter names of what a caller asks for: initials, a body without its country.

Only what news takes for granted and no text spells out: "the FBI", "Justice Department".
"""

from __future__ import annotations

import re

from service.text.entities.acronyms import letters_of
from service.text.gazetteers.word_lists import STOPWORDS

_COUNTRY = re.compile(r"^(?:the )?(?:United States|U\.S\.|US) | of the United States$")
_BRACKETED = re.compile(r"^([^()]{2,}+)\(([^()]{2,}+)\)$")
# Short names that no rule gives, each way.
_USUAL = (
    ("Federal Reserve", "Fed"),
    ("Department of Defense", "Pentagon"),
    ("House of Representatives", "House"),
    ("Supreme Court of the United States", "SCOTUS"),
    ("Metropolitan Police", "Met Police"),
    ("Scotland Yard", "Metropolitan Police"),
    ("Affordable Care Act", "Obamacare"),
    ("Islamic State", "ISIS"),
    ("Islamic State", "ISIL"),
    ("Islamic State", "Daesh"),
    ("Manchester United", "Man United"),
    ("Goldman Sachs", "Goldman"),
    ("General Motors", "GM"),
    ("New York Times", "NYT"),
    ("LGBTQ", "LGBT"),
)
_WITH_ARTICLE = frozenset({"Fed", "Pentagon", "House"})
_LEAST_WORDS = 3  # of a name that is called by its initials
_LEAST_INITIALS = 3


def shorter_names(target: str) -> list[str]:
    """Shorter forms of a body's name: "Department of Justice" and "DOJ", "CDC".

    "World Health Organization (WHO)" names both itself. `target` has single blanks.
    """
    both = _BRACKETED.match(target)
    if both:
        name = both[1].strip()
        return [name, *shorter_names(name), *([both[2]] if letters_of(both[2]) else [])]
    short = _COUNTRY.sub("", target).strip()
    found = [short] if short != target and len(short.split()) > 1 else []
    return found + _acronyms(short.split()) + _usual_names(target)


def _usual_names(target: str) -> list[str]:
    """ "the Fed" for "Federal Reserve", and the other way round."""
    own = target.removeprefix("the ").removeprefix("The ")
    other = [b if own == a else a for a, b in _USUAL if own in {a, b}]
    # Only with its article a short name that is another word's beginning is this one.
    return [f"the {name}" if name in _WITH_ARTICLE else name for name in other]


def initials(name: str) -> str:
    """The capitals with which the words of a name begin."""
    return "".join(w[0] for w in name.split() if w[0].isupper())


def _acronyms(words: list[str]) -> list[str]:
    """What the words of a capitalised name may be shortened to.

    By the words that carry meaning ("FBI"), by all but the article ("DOJ"), and without the
    last ("CDC" for "Centers for Disease Control and Prevention").
    """
    weighty = [w for w in words if w.lower() not in STOPWORDS]
    if len(words) < _LEAST_WORDS or not all(w[0].isupper() for w in weighty):
        return []
    whole = "".join(w[0] for w in weighty)
    spoken = "".join(w[0].upper() for w in words if w.lower() != "the")
    return [x for x in dict.fromkeys((whole, spoken, whole[:-1])) if len(x) >= _LEAST_INITIALS]
