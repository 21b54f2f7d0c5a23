"""Proper names in running text, found by their capitals.

There is no name tagger among the embedded models, so the case of the words is the
evidence: a capital in mid-sentence marks a name; one that begins a sentence counts only
when the same word is capitalised in mid-sentence elsewhere. Titles and demonyms that stand
before a person's name ("Ukrainian president Volodymyr Zelensky") are not part of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from service.text.document import Document
from service.text.entities.capital_runs import Run, capital_runs
from service.text.entities.name_edges import without_edges
from service.text.entities.titles import is_office, titles_before
from service.text.entities.word_case import WordCase, word_case
from service.text.gazetteers.countries import is_demonym
from service.text.gazetteers.parties import party_word
from service.text.gazetteers.word_lists import CALENDAR, TITLES, bare
from service.text.span import Span
from service.text.tokens import Words

_NEVER_ALONE = CALENDAR | TITLES


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text, without titles and possessive ending.

    `titled` says that a title stands before it, which makes it a person's.
    """

    span: Span
    text: str
    sentence: int
    titled: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name, as posted."""
        return tuple(self.text.split())


def find_names(document: Document, words_of: Words) -> list[Name]:
    """All names in body and quotes, in text order."""
    sentences = [(s, words_of[s.index]) for s in document.content()]
    case = word_case(document, (words for _, words in sentences))
    runs = (run for s, words in sentences for run in capital_runs(document, s, words))
    names = (_name_in(run, case) for run in runs)
    return [name for name in names if name is not None]


def _name_in(run: Run, case: WordCase) -> Name | None:
    """The name that a run of capitals holds, if it holds one."""
    run = without_edges(run, case)
    words = [token.word for token in run.words[run.first : run.end]]
    if not words:
        return None
    lead, titled = titles_before(words, run.word_before)
    words = words[lead:]
    first, last = run.words[run.first + lead], run.words[run.end - 1]
    span = Span(first.begin, last.begin + len(bare(last.word)))
    text = " ".join(run.document.read(span).split())
    if any(rule(words, text) for rule in _NO_NAME_RULES):
        return None
    return Name(span, text, run.sentence.index, titled)


# What a run of capitals may hold that is no name. A rule is given the words as they stand in
# the text, at least one, and the same without the possessive ending of the last.

NoNameRule = Callable[[list[str], str], bool]


def _is_date_or_title(words: list[str], _text: str) -> bool:
    """ "Monday", "President"."""
    return all(bare(word).lower() in _NEVER_ALONE for word in words)


def _is_office(words: list[str], _text: str) -> bool:
    """ "Senate Majority Leader"."""
    return is_office(words)


def _is_people(_words: list[str], text: str) -> bool:
    """ "Ukrainian", "North Koreans"."""
    return is_demonym(text) or all(is_demonym(word) for word in text.split())


def _is_party(_words: list[str], text: str) -> bool:
    """ "House Republicans", "Democratic": the party, which `find_party_words` finds."""
    return party_word(text.split()[-1]) is not None


def _is_letter(_words: list[str], text: str) -> bool:
    """ "X"."""
    return len(text) == 1


_NO_NAME_RULES: tuple[NoNameRule, ...] = (
    _is_date_or_title,
    _is_office,
    _is_people,
    _is_party,
    _is_letter,
)
