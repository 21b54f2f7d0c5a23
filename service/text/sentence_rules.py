"""Whether a full stop, question mark or ellipsis ends its sentence: rules in order.

The first rule that knows decides; where none does, the sentence ends. Each looks at a bounded
stretch of text on either side, so a text of stops alone takes time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from service.text.abbreviations import (
    BRACKET,
    CAPITAL,
    DIGIT,
    EXCLAIMED,
    KNOWN,
    LABELLED,
    LOWER,
    NUMBERED,
    NUMERAL,
    OFFICE,
    OPENER,
    SAINTS,
    Abbreviations,
)
from service.text.sentence_starts import OFFICERS, follows, is_camel, is_named, kinds

_SIGNATURE = 90
_REACH = 40  # code points that hold a word or a list mark
_OPENING = "“”\"'‘’«»„‟([{<*_#—–-…¿¡/"
_QUOTES = frozenset("”\"’'»“«")
_BRACKETS = frozenset(")]}")
_LAST_WORD = re.compile(r"[^ “”\"‘«»„‟(\[{<*—–…¿¡][^“”\"‘«»„‟(\[{<*—–…¿¡]*\Z")
_NEXT = re.compile(r" ?((?: ?(?:[^\w ]|_)){0,12}+) ?([^\W_]*+)")
_LIST_MARK = re.compile(
    r"[(\[]?(?:(\d{1,3})|[A-Za-z]|[ivxIVX]{1,5}|§{1,2} ?\d[\d.]{0,8}|"
    r"(?:Section|Article|Rule|Chapter|Step|Part|Figure|Fig|Table|Tab|Art|Sec|Item|Q|A) ?"
    r"\d[\d.]{0,8})\Z"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*\Z")
_VOWEL = re.compile(r"[aeiouyáéíóúàèäöüøå]", re.IGNORECASE)
_SAYING = (
    r"(?:said|says|say|asked|asks|wrote|writes|replied|added|adds|told|tells|shouted|cried|"
    r"wondered|tweeted|exclaimed|yelled|answered|joked|quipped|thought|screamed|demanded|"
    r"continued|whispered)"
)
_SPEAKER = re.compile(
    rf"(?:[A-Z][\w’'-]{{0,30}}\.? ){{1,4}}(?:also |then |later )?{_SAYING}\b", re.ASCII
)
_SPOKEN = re.compile(
    rf"(?:(?:he|she|they|we|i|it|who|one|everyone|the \w{{1,20}}|(?:my|his|her) \w{{1,20}}) "
    rf"(?:\w{{2,12}}ly |also |then )?)?{_SAYING}\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]{1,160}+\)[,;:]?(?: ([a-z])|[,;:])?")
_LINK = re.compile(r"https?://|www\.|[a-z]{1,12}(?:\.[a-z]{2,12}){1,2}/", re.IGNORECASE)
_ANSWERED = frozenset(
    "said says say saying answered answer voted replied simply is was yes or shouted yelled".split()
)
_THOUSANDS = re.compile(r"\d{1,3},\d{3}|\d{5}")
_MIXED = re.compile(r"\d{1,4}(?:th|st|nd|rd|-(?:year|month|week|day|point|person|member))\b")
_ITEM = re.compile(r"[a-z]{1,4}\)")
_QUARTERS = frozenset("NW NE SW SE".split())
_DETERMINERS = frozenset("the The a an An this that our their its".split())
_DOMAINS = frozenset("com org net co uk gov edu io".split())
_INTERJECTIONS = frozenset("well so and but um uh hmm hm oh yeah no yes ah er because like".split())
# An abbreviation of capitals stands in a text of capitals; before these it may go on.
_LOUD = frozenset({"company", "country or body", "clock"})


@dataclass(slots=True)
class Stop:
    """A stop with what stands around it.

    `text` has single blanks as its only white space. The sentence begins at `begin`; the stop
    `mark` stands at `at`, closing marks `closing` follow it, and `after` is where they end.
    `first` tells whether no sentence stands before. `number` is the last number that headed an
    item of a list; a rule that sees the next one sets it. `look` fills in the rest: `left` is
    the word before the stop, `opening` and `word` are the marks and the word that follow, at
    `where`, and `found` is what that word may be.
    """

    text: str
    begin: int
    at: int
    mark: str
    closing: str
    after: int
    first: bool
    number: int
    left: str = ""
    opening: str = ""
    word: str = ""
    where: int = 0
    found: frozenset[str] | set[str] = frozenset()

    def look(self) -> None:
        """Fill in the words around the stop."""
        end = self.at
        if end > self.begin and self.text[end - 1] == " ":
            end -= 1
        self.left = self._word_before(end)
        following = _NEXT.match(self.text, self.after)
        if following:
            self.opening, self.word = following[1], following[2]
            self.where = following.start(2)
        if self.word:
            self.found = kinds(self.word, self.text, self.where)
            if "(" in self.opening or "[" in self.opening:
                self.found.add(BRACKET)

    def _word_before(self, end: int) -> str:
        low = max(self.begin, end - _REACH)
        low = max(low, self.text.rfind(" ", low, end) + 1)
        found = _LAST_WORD.search(self.text, low, end)
        return found[0] if found else ""

    def previous(self) -> str:
        """The word before `left`, without marks at its ends."""
        end = self.text.rfind(self.left, self.begin, self.at) if self.left else self.at
        while end > self.begin and end > self.at - _REACH and self.text[end - 1] in " .":
            end -= 1
        return self._word_before(end).strip("“”\"'‘’(),.;:")

    @property
    def starts_low(self) -> bool:
        """Whether the sentence itself starts in lower case, as posts are written."""
        head = self.text[self.begin : self.begin + 12].lstrip(_OPENING + " @#")
        return head[:1].islower() and not is_camel(head)

    @property
    def loud(self) -> bool:
        """Whether both words are written in capitals."""
        return len(self.word) > 1 and self.word.isupper() and self.left.isupper()


Rule = Callable[[Stop], bool | None]


def goes_on_with_a_mark(stop: Stop) -> bool | None:
    """ "Ed. : see", "“Why?” , he asked": a comma, or nothing but marks, follows."""
    if stop.opening[:1] in (",", ";", ":"):
        return False
    return None


def mark_in_brackets(stop: Stop) -> bool | None:
    """ "He won (!) again": the mark stands for itself."""
    if stop.closing[:1] in _BRACKETS and stop.text[stop.at - 1 : stop.at] in ("(", "["):
        return False
    return None


def list_mark(stop: Stop) -> bool | None:
    """ "1. The road", "b. The toll", "§ 3. The": what heads an item belongs to it."""
    if stop.at - stop.begin > 24 or stop.closing.strip(")") or stop.mark != ".":
        return None
    head = _LIST_MARK.match(stop.text[stop.begin : stop.at].lstrip("*_ "))
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
    if ("…" not in stop.mark and ".." not in stop.mark.replace(" ", "")) or "?" in stop.mark:
        return None
    if LOWER in stop.found:
        return False
    if stop.at - stop.begin < _REACH and not stop.left:
        return False
    apart = stop.text[stop.at - 1 : stop.at] == " "
    if apart and stop.mark.replace(" ", "") in ("...", "…"):
        return OPENER in stop.found and stop.word != "I"
    if stop.word == "I" and stop.left.lower() in _INTERJECTIONS:
        return False
    return True


def question_of_a_speaker(stop: Stop) -> bool | None:
    """ "“Where is he?” Smith asked."""
    if stop.mark == "." or not _QUOTES.intersection(stop.closing) or OPENER in stop.found:
        return None
    return False if not stop.opening and _SPEAKER.match(stop.text, stop.where) else None


def name_with_a_mark(stop: Stop) -> bool | None:
    """ "Yahoo! Finance"."""
    if stop.mark == "!" and stop.left in EXCLAIMED and OPENER not in stop.found:
        return False
    return None


def signature(stop: Stop) -> bool | None:
    """ "“It is a long game.” - Ana Duarte": who said it, at the end."""
    if stop.opening[:1] not in ("-", "–", "—") or not {CAPITAL, DIGIT} & stop.found:
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
    """A link after a sentence belongs to it: it says nothing of its own."""
    return False if _LINK.match(stop.text, stop.where) else None


def answer_no(stop: Stop) -> bool | None:
    """ "The mayor said no. 20 people cheered", but "ranked no. 20"."""
    if stop.left in ("no", "No") and DIGIT in stop.found:
        if _THOUSANDS.match(stop.text, stop.where):
            return True
        return stop.left == "no" and stop.previous().lower() in _ANSWERED
    return None


def street_or_saint(stop: Stop) -> bool | None:
    """ "in St. Louis", "on Main St. Police", "on 42nd St. Police"."""
    if stop.left not in ("St", "ST") or OPENER in stop.found or CAPITAL not in stop.found:
        return None
    if stop.word.capitalize() in SAINTS or stop.word in _QUARTERS:
        return False
    before = stop.previous()
    return bool(before) and (before[0].isdigit() or before[0].isupper()) and not stop.loud


def single_letter(stop: Stop) -> bool | None:
    """ "J. Smith" goes on; "in Group A. Critics", "and I. Critics" do not."""
    if len(stop.left) != 1 or not stop.left.isupper():
        return None
    if stop.at - 2 >= 0 and stop.text[stop.at - 2] in "&+":
        return None
    before = stop.previous()
    named = is_named(stop.text, stop.where) if CAPITAL in stop.found else False
    if OPENER in stop.found:
        return True
    if before.lower() in LABELLED:
        return LOWER not in stop.found or None
    if (stop.left == "I" and before[:1].islower()) or (stop.left in "IVX" and before in NUMBERED):
        return LOWER not in stop.found or None
    if before in _DETERMINERS and not named:
        return LOWER not in stop.found or None
    return False


def known_abbreviation(stop: Stop) -> bool | None:
    """Abbreviations of the classes, each with what may follow it."""
    classes = _classes(stop)
    if classes is None:
        return None
    if stop.left == "Co" and stop.previous()[:1].islower():
        return False  # "in Co. Kerry"
    low = False  # whether one of them says nothing about small letters
    for each in classes:
        if each.unit and not stop.previous()[-1:].isdigit():
            continue
        if _goes_on(stop, each):
            return False
        low = low or LOWER not in each.goes_on
    return None if low and LOWER in stop.found else True


def unknown_initials(stop: Stop) -> bool | None:
    """ "J.K. Rowling" goes on, "the C.B.A. Players" does not."""
    if not _INITIALS.match(stop.left):
        return None
    if LOWER in stop.found:
        return False
    if OPENER in stop.found:
        return True
    return stop.left.islower() or stop.previous() in _DETERMINERS


def lower_case(stop: Stop) -> bool | None:
    """What starts in lower case is a sentence where no abbreviation or name explains the stop."""
    if LOWER not in stop.found:
        return None
    if "(" in stop.opening:
        return bool(_ITEM.match(stop.text, stop.where))
    if _BRACKETS.intersection(stop.closing) or stop.opening[:1] in ("-", "–", "—"):
        return False
    low = stop.starts_low
    if _QUOTES.intersection(stop.closing):
        return low and not _SPOKEN.match(stop.text, stop.where)
    if not _WORD.match(stop.left):
        return (low and stop.left[-1:].isalnum()) or (stop.left.isdigit() and len(stop.left) >= 4)
    if stop.mark[:1] in "!?":
        return (low or stop.left[0].islower()) and not _SPOKEN.match(stop.text, stop.where)
    if stop.word in _DOMAINS:
        return False
    enough = 2 if low or stop.left[0].islower() else 4
    return len(stop.left) >= enough and (low or bool(_VOWEL.search(stop.left)))


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
    street_or_saint,
    single_letter,
    known_abbreviation,
    unknown_initials,
    lower_case,
)


def ends(stop: Stop) -> bool:
    """Whether the sentence ends at `stop`, after which white space follows."""
    stop.look()
    for rule in RULES:
        verdict = rule(stop)
        if verdict is not None:
            return verdict
    return True


def _classes(stop: Stop) -> tuple[Abbreviations, ...] | None:
    if stop.mark != ".":
        return None
    left = stop.left
    found = KNOWN.get(left)
    if found is None and "-" in left:
        left = left.rpartition("-")[2]  # "then-Sen. Duarte"
        found = KNOWN.get(left)
    if found is None and len(left) > 1 and left.isupper() and (stop.loud or DIGIT in stop.found):
        found = KNOWN.get(left.capitalize())
    return found


def _goes_on(stop: Stop, each: Abbreviations) -> bool:
    if stop.word in each.before:
        # "former Fla. Gov. Bush", but "in Miami, Fla. Gov. Bush"
        return each.name != "state" or not _comma_before(stop)
    wanted = each.goes_on
    if each.name == "company" and stop.word not in OFFICERS:
        wanted = wanted - {OFFICE}
    if each.name.startswith("reference") and stop.word in ("I", "A"):
        if stop.left[0].islower() or stop.left == "No":
            wanted = wanted - {NUMERAL}
    if each.name == "reference and word" and _THOUSANDS.match(stop.text, stop.where):
        return False
    if each.name == "country or body" and _MIXED.match(stop.text, stop.where):
        return True
    if stop.loud and each.name in _LOUD and OPENER not in stop.found:
        return True
    return follows(wanted, set(stop.found), stop.text, stop.where)


def _comma_before(stop: Stop) -> bool:
    low = max(stop.begin, stop.at - len(stop.left) - 3)
    return "," in stop.text[low : stop.at]
