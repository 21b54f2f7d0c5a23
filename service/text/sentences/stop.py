"""A full stop, question mark or ellipsis with the words around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from service.text.sentences.abbreviations import BRACKET
from service.text.sentences.starts import is_camel, kinds

REACH = 40  # code points that hold a word
QUOTES = frozenset("”\"'’'»“«")
BRACKETS = frozenset(")]}")
DASHES = ("-", "–", "—")
OPENING = "“”\"'‘’«»„‟([{<*_#—–-…¿¡/@ "
# After an opening mark or a dash a word begins, as in "“Mr. Reyes".
_LAST_WORD = re.compile(r"[^ “”\"‘«»„‟(\[{<>*—–…¿¡]++\Z")
_NEXT = re.compile(r" ?((?: ?(?:[^\w ]|_)){0,12}+) ?([^\W_]*+)")


@dataclass(slots=True)
class Stop:
    """A stop with white space after it, within its text. All offsets are code points of `text`.

    `text` has single blanks as its only white space. The sentence begins at `begin`; the stop
    `mark` stands at `at`, closing marks `closing` follow it, and `after` is where they end.
    `first` says that no sentence stands before. `number` is the last number of a list item; a
    rule that sees the next one sets it. The rest is derived: `left` is the word before the stop,
    `opening` and `word` are the marks and the word that follow, `where` is the offset of that
    word, and `found` is what it may be (see `abbreviations`).
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
    found: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        end = self.at
        if end > self.begin and self.text[end - 1] == " ":
            end -= 1
        self.left = self._word_before(end)
        following = _NEXT.match(self.text, self.after)
        if following:
            self.opening, self.word = following[1], following[2]
            self.where = following.start(2)
        if self.word:
            # In a text of capitals "THE" is the word "The".
            word = self.word.capitalize() if self.in_capitals else self.word
            self.found = kinds(word, self.text, self.where)
            if "(" in self.opening or "[" in self.opening:
                self.found.add(BRACKET)

    def _word_before(self, end: int) -> str:
        low = max(self.begin, end - REACH)
        low = max(low, self.text.rfind(" ", low, end) + 1)
        found = _LAST_WORD.search(self.text, low, end)
        return found[0].lstrip("'’") if found else ""

    @property
    def in_capitals(self) -> bool:
        """Whether both words are written in capitals."""
        return len(self.word) > 1 and self.word.isupper() and self.left.isupper()

    @property
    def starts_low(self) -> bool:
        """Whether the sentence itself starts in lower case, as posts are written."""
        head = self.text[self.begin : self.begin + 12].lstrip(OPENING)
        return head[:1].islower() and not is_camel(head)

    def previous(self) -> str:
        """The word before `left`, without marks at its ends."""
        end = self.text.rfind(self.left, self.begin, self.at) if self.left else self.at
        while end > self.begin and end > self.at - REACH and self.text[end - 1] in " .":
            end -= 1
        return self._word_before(end).strip("“”\"'‘’(),.;:")

    def follows_a_comma(self) -> bool:
        """Whether a comma stands right before `left`."""
        low = max(self.begin, self.at - len(self.left) - 3)
        return "," in self.text[low : self.at]


# Whether the sentence ends at a stop; None where the rule does not apply.
Rule = Callable[[Stop], bool | None]


def first_verdict(rules: Sequence[Rule], stop: Stop) -> bool | None:
    """The verdict of the first rule that applies; None where none does."""
    for rule in rules:
        verdict = rule(stop)
        if verdict is not None:
            return verdict
    return None
