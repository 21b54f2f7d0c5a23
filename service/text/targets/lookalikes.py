"""Places where the letters of a target stand but another word is meant.

"us" is not "US", "may" is not "May", "target" is not "Target". The rules are tried in order;
the first that knows the target's kind says which places remain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from service.text.document import Document
from service.text.entities.acronyms import LONGEST, is_ordinary
from service.text.normalization.normalize import normalized
from service.text.span import Span
from service.text.targets.brand_words import is_brand, may_be_brand
from service.text.targets.patterns.target_pattern import TargetPattern

Place = tuple[Span, int]  # where a target stands, and the index of its sentence
Places = Sequence[Place]

# The places that remain; None where the rule does not know the target's kind.
LookalikeRule = Callable[[Document, TargetPattern, Places], Places | None]

_ACCENTED = re.compile(r"[^\W\d_a-zA-Z]|[\u0300-\u036f]")
_FEW_WORDS = 3  # a sentence of fewer may be in capitals throughout and still mean the acronym
_REACH = 40  # code points before a word that hold the one before it


def without_lookalikes(document: Document, wanted: TargetPattern, found: Places) -> list[Place]:
    """The places where the target is meant."""
    for rule in _RULES:
        kept = rule(document, wanted, found)
        if kept is not None:
            return list(kept)
    return list(found)


def is_everyday_name(target: str) -> bool:
    """ "May", "Target", "Gap": small letters would make it another word."""
    word = target.lower()
    return target.isalpha() and target.istitle() and (is_ordinary(word) or is_brand(word))


def _acronym(document: Document, wanted: TargetPattern, found: Places) -> Places | None:
    """ "US", "IT": only in capitals, and not in a sentence that has nothing else."""
    if not wanted.capitals:
        return None
    return [place for place in found if _has_telling_capitals(document, place)]


def _long_acronym(document: Document, wanted: TargetPattern, found: Places) -> Places | None:
    """ "START" is not "start" where the text has the capitals somewhere."""
    target = wanted.target
    if not (target.isalpha() and target.isupper() and len(target) > LONGEST):
        return None
    if not any(document.read(span).isupper() for span, _ in found):
        return found
    return [place for place in found if not document.read(place[0]).islower()]


def _name_with_article(document: Document, wanted: TargetPattern, found: Places) -> Places | None:
    """ "The Gap" is not "the gap"."""
    if not wanted.target.startswith(("The ", "the ")) or not is_everyday_name(wanted.target[4:]):
        return None
    return [place for place in found if document.read(place[0]).split()[-1].istitle()]


def _everyday_name(document: Document, wanted: TargetPattern, found: Places) -> Places | None:
    """ "Target" is not "target"."""
    return _capitalised(document, found) if is_everyday_name(wanted.target) else None


def _possible_brand(document: Document, wanted: TargetPattern, found: Places) -> Places | None:
    """ "Labour" is not "labour" where the text writes the name within a sentence."""
    target = wanted.target
    if not (target.isalpha() and target.istitle() and may_be_brand(target.lower())):
        return None
    named = any(_is_capitalised_within(document, place) for place in found)
    return _capitalised(document, found) if named else found


def _accents(document: Document, wanted: TargetPattern, found: Places) -> Places | None:
    """ "Québec" for "Québec"; for "Quebec" as well where it is a name, or there is no other."""
    if not found or (wanted.target.isascii() and document.text.isascii()):
        return None
    own = _accented_letters(wanted.target)
    read = [document.read(span) for span, _ in found]
    same = [_accented_letters(words) == own for words in read]
    if not any(same):
        return found
    return [
        place
        for place, words, exact in zip(found, read, same, strict=True)
        if exact or words[:1].isupper()
    ]


_RULES: tuple[LookalikeRule, ...] = (
    _acronym,
    _long_acronym,
    _name_with_article,
    _everyday_name,
    _possible_brand,
    _accents,
)


def _capitalised(document: Document, found: Places) -> Places:
    return [place for place in found if not document.read(place[0])[0].islower()]


def _has_telling_capitals(document: Document, place: Place) -> bool:
    span, index = place
    if not document.read(span).isupper():
        return False
    sentence = document.sentences[index].clean
    return not sentence.isupper() or len(sentence.split()) < _FEW_WORDS


def _is_capitalised_within(document: Document, place: Place) -> bool:
    """Whether a word has its capital within a sentence of the article, and stands alone."""
    span, index = place
    sentence = document.sentences[index]
    if not sentence.is_content or not document.read(span)[0].isupper():
        return False
    before = document.text[max(sentence.span.begin, span.begin - _REACH) : span.begin].split()
    after = document.text[span.end : min(sentence.span.end, span.end + 2)].strip()
    return bool(before) and before[-1][-1].islower() and not after[:1].isupper()


def _accented_letters(words: str) -> list[str]:
    """The letters with accents, in order."""
    return _ACCENTED.findall(normalized(words).lower())
