"""Whether a full stop, question mark or ellipsis ends its sentence: rules in order.

The first rule with a verdict decides; where none has one, the sentence ends. Each looks at a
bounded stretch of text on either side, so a text of stops alone takes time in proportion to its
length. To add a rule, write a function of a `Stop` and put it into `RULES`.
"""

from __future__ import annotations

import re

from service.text.sentences import lower_case_rules
from service.text.sentences.abbreviation_rules import (
    answer_no,
    date_of_numbers,
    known_abbreviation,
    street_or_saint,
)
from service.text.sentences.abbreviations import CAPITAL, DIGIT, EXCLAIMED, LOWER, OPENER
from service.text.sentences.initials_rules import single_letter, unknown_initials
from service.text.sentences.speech import SPEAKER
from service.text.sentences.stop import BRACKETS, DASHES, QUOTES, REACH, Rule, Stop, first_verdict

_SIGNATURE = 90  # code points of a speaker's name at the end of a text
_STAMMERED = 3  # letters
_LIST_HEAD = 24  # code points that may head an item
_DIGITS = 3  # of an item's number
_ITEM_REACH = 120  # code points within which the next item of a list without stops begins
_LIST_MARK = re.compile(
    r"[(\[]?(?:(\d{1,3})|[A-Za-z]|[ivxIVX]{1,5}|§{1,2} ?\d[\d.]{0,8}|"
    r"(?:Section|Article|Rule|Chapter|Step|Part|Figure|Fig|Table|Tab|Art|Sec|Item|Q|A) ?"
    r"\d[\d.]{0,8})\Z"
)
_ASIDE = re.compile(r"\([^()]{1,160}+\)[,;:]?(?: ([a-z])|[,;:])?")
_LINK = re.compile(r"https?://|www\.|[a-z]{1,12}(?:\.[a-z]{2,12}){1,2}/", re.IGNORECASE)
_INTERJECTIONS = frozenset("well so and but um uh hmm hm oh yeah no yes ah er because like".split())


def goes_on_with_a_mark(stop: Stop) -> bool | None:
    """ "Ed. : see", "“Why?” , he asked": a comma, semicolon or colon follows."""
    if stop.opening[:1] in (",", ";", ":"):
        return False
    return None


def mark_in_brackets(stop: Stop) -> bool | None:
    """ "He won (!) again": the mark stands for itself."""
    if stop.closing[:1] in BRACKETS and stop.text[stop.at - 1 : stop.at] in ("(", "["):
        return False
    return None


def list_mark(stop: Stop) -> bool | None:
    """ "1. The road", "b. The toll", "§ 3. The", "First: 1. The": the head of a list item."""
    if stop.closing.strip(")") or stop.mark != ".":
        return None
    if stop.left.isdecimal() and int(stop.left) == _next_item(stop):
        stop.number += 1
        return False
    if stop.at - stop.begin > _LIST_HEAD:
        return None
    head = _LIST_MARK.match(stop.text[stop.begin : stop.at].strip("*_# "))
    if head is None:
        return None
    if head[1] is None:
        return False
    number = int(head[1])
    if not stop.first and number not in (1, stop.number + 1):
        return None
    stop.number = number
    return False


def ellipsis(stop: Stop) -> bool | None:
    """Dots trail off before a new sentence, or leave words out of this one."""
    if not _is_ellipsis(stop.mark):
        return None
    if LOWER in stop.found or _opens_the_sentence(stop):
        return False
    if _is_omission(stop):
        return OPENER in stop.found and stop.word != "I"
    return not (_is_stammer(stop) or _is_pause(stop))


def question_of_a_speaker(stop: Stop) -> bool | None:
    """ "“Where is he?” Smith asked."""
    if stop.mark == "." or not QUOTES.intersection(stop.closing) or OPENER in stop.found:
        return None
    return False if not stop.opening and SPEAKER.match(stop.text, stop.where) else None


def name_with_a_mark(stop: Stop) -> bool | None:
    """ "Yahoo! Finance"."""
    if stop.mark == "!" and stop.left in EXCLAIMED and OPENER not in stop.found:
        return False
    return None


def signature(stop: Stop) -> bool | None:
    """ "“It is a long game.” - Ana Duarte": the speaker's name at the end."""
    if stop.opening[:1] not in DASHES or not {CAPITAL, DIGIT} & stop.found:
        return None
    rest = stop.text[stop.where : stop.where + _SIGNATURE + 1].rstrip()
    if len(rest) <= _SIGNATURE and rest[-1:] not in ".!?…":
        return False
    return None


def title_with_an_aside(stop: Stop) -> bool | None:
    """ "for Viva Maria! (1965), and": brackets after which the sentence goes on."""
    if not stop.opening.startswith("("):
        return None
    aside = _ASIDE.match(stop.text, stop.text.find("(", stop.after))
    if aside and (aside[1] or aside[0][-1] in ",;:"):
        return False
    return None


def address(stop: Stop) -> bool | None:
    """A link after a sentence belongs to that sentence, because it is no sentence itself."""
    return False if _LINK.match(stop.text, stop.where) else None


def lower_case(stop: Stop) -> bool | None:
    """The next word starts in lower case: see `lower_case_rules`."""
    return first_verdict(lower_case_rules.RULES, stop) if LOWER in stop.found else None


RULES: tuple[Rule, ...] = (
    goes_on_with_a_mark,
    mark_in_brackets,
    list_mark,
    ellipsis,
    question_of_a_speaker,
    name_with_a_mark,
    signature,
    title_with_an_aside,
    address,
    answer_no,
    date_of_numbers,
    street_or_saint,
    single_letter,
    known_abbreviation,
    unknown_initials,
    lower_case,
)


def ends(stop: Stop) -> bool:
    """Whether the sentence ends at `stop`, after which white space follows."""
    verdict = first_verdict(RULES, stop)
    return True if verdict is None else verdict


def _is_ellipsis(mark: str) -> bool:
    """ "…", "..." and ". . .", but not "...?"."""
    return ("…" in mark or ".." in mark.replace(" ", "")) and "?" not in mark


def _opens_the_sentence(stop: Stop) -> bool:
    """ "… but he stayed": no word stands before the dots."""
    return stop.at - stop.begin < REACH and not stop.left


def _is_omission(stop: Stop) -> bool:
    """ "We will … leave", "[...]": dots that stand apart take the place of words."""
    apart = stop.text[stop.at - 1 : stop.at] in (" ", "[")
    return apart and stop.mark.replace(" ", "") in ("...", "…")


def _is_stammer(stop: Stop) -> bool:
    """ "I… I do not know"."""
    return stop.word == stop.left and len(stop.left) <= _STAMMERED


def _is_pause(stop: Stop) -> bool:
    """ "Well… I do not know"."""
    return stop.word == "I" and stop.left.lower() in _INTERJECTIONS


def _next_item(stop: Stop) -> int:
    """The number that the next list item here would have, or 0: "three: 1. Kiel 2. Ulm"."""
    if len(stop.left) > _DIGITS:
        return 0
    before = stop.text[max(stop.begin, stop.at - len(stop.left) - 2) : stop.at - len(stop.left)]
    if before == ": ":
        stop.number = 0
        return 1
    near = max(stop.begin, stop.at - _ITEM_REACH)
    inside = stop.number > 0 and stop.text.find(f"{stop.number}. ", near, stop.at) >= 0
    return stop.number + 1 if inside else 0
