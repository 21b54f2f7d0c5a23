"""Reporting verbs ("said", "claims"), as opposed to nouns ("the claims") and participles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.text.span import Span

_REPORTING_VERBS = frozenset(
    "said|says|say|told|tells|added|adds|wrote|writes|argued|argues|claimed|claims|warned|warns|"
    "insisted|insists|admitted|admits|acknowledged|noted|notes|explained|explains|declared|"
    "stated|states|replied|responded|asked|asks|tweeted|posted|recalled|conceded|announced|"
    "believed|believes|predicted|suggested|suggests|described|complained|joked|testified|"
    "vowed|urged|urges|expected|expects|alleged|alleges|stressed|remarked|reiterated|contended|"
    "contends|asserted|asserts|quipped|revealed|confirmed|reported|commented|continued|"
    "concluded|observed".split("|")
)
# They report words only where there are some: "the company reported a loss" reports none.
_WITH_WORDS_ONLY = frozenset(
    "revealed confirmed reported commented continued concluded observed".split()
)
_ALSO_NOUNS = frozenset({"claims", "notes", "states"})
_ALSO_PARTICIPLES = frozenset("posted described announced expected asked told warned urged".split())
_WITH_INFINITIVE = frozenset(
    "expected expects asked told believed responded described urged".split()
)
_ALSO_OF_THINGS = frozenset("suggested suggests explains declared".split())
_WORD = re.compile(r"\w+")
_CALLED_FOR = re.compile(r"called for\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(?<![\w’'])([\w’']++)(?:\s++(?:not|also|[a-z]+ly)(?=\s))?+\s++$")
_WORD_AFTER = re.compile(r"\s+(\w+)")
# After these a reporting verb has no subject of its own: "is expected", "to say", "the claims".
_NO_VERB_AFTER = frozenset(
    """is are was were be been being am isn't aren't wasn't isn’t aren’t wasn’t to a an the his her
    their its our your my no any these those such of by""".split()
)
_END = ""  # in place of a word: the end of the sentence
# Before these a word that may be a noun is one: "claims of", "notes."
_NOUN_BEFORE = frozenset(
    [_END, *"of by against about made from for and in were are was is on to".split()]
)
_QUESTION_WORDS = frozenset([_END, *"whether if how why what when who where about".split()])
_QUOTED_OR_ASKED = re.compile(r"[“”\"‘?]|(?<!\w)'(?=\w)|[.,!][’'](?!\w)")
_PARTICIPLE_BEFORE = frozenset("on in as at with".split())
_REACH = 30  # code points before a verb that hold the word before it


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """A reporting verb: where it stands, in lower case, and the word after it."""

    span: Span
    word: str
    follows: str

    def can_have(self, text: str, subject: Span) -> bool:
        """Whether a described `subject` can be its: "false claims that", "a letter posted on"."""
        if self.word in _ALSO_NOUNS:
            before = text[max(0, subject.begin - _REACH) : subject.begin].rstrip()
            return not before or not (before[-1].isalnum() or before[-1] in "-’'")
        if self.word in _ALSO_OF_THINGS:
            return _has_words(text, Span(subject.end, min(len(text), subject.end + _REACH)))
        return self.word not in _ALSO_PARTICIPLES or self.follows not in _PARTICIPLE_BEFORE


def find_reporting_verbs(text: str, span: Span) -> Iterator[ReportingVerb]:
    """Reporting verbs with a subject of their own in the sentence at `span`, in text order."""
    # Looking each word up is several times faster than one long pattern.
    for match in _WORD.finditer(text, span.begin, span.end):
        low = match[0].lower()
        begin, end = match.span()
        if low == "called" and (pair := _CALLED_FOR.match(text, begin, span.end)):
            end = pair.end()
        elif low not in _REPORTING_VERBS:
            continue
        if match[0][0].isupper() and begin > span.begin:
            continue  # "United States"
        following = _WORD_AFTER.match(text, end, span.end)
        verb = ReportingVerb(Span(begin, end), low, following[1].lower() if following else _END)
        if not any(rule(text, span, verb) for rule in _NO_VERB_RULES):
            yield verb


# Each rule says that a word is no verb with a subject of its own in the sentence at the span.

NoVerbRule = Callable[[str, Span, ReportingVerb], bool]


def _is_passive(_text: str, _sentence: Span, verb: ReportingVerb) -> bool:
    """ "a plan described by Reyes"."""
    return verb.follows == "by"


def _has_infinitive(_text: str, _sentence: Span, verb: ReportingVerb) -> bool:
    """ "the boat expected to arrive"."""
    return verb.follows == "to" and verb.word in _WITH_INFINITIVE


def _is_noun(_text: str, _sentence: Span, verb: ReportingVerb) -> bool:
    """ "false claims of fraud"."""
    return verb.word in _ALSO_NOUNS and verb.follows in _NOUN_BEFORE


def _reports_no_words(text: str, sentence: Span, verb: ReportingVerb) -> bool:
    """ "the company reported a loss", but not "the company reported that"."""
    if verb.word not in _WITH_WORDS_ONLY or verb.follows == "that":
        return False
    return not _has_words(text, sentence)


def _asks_for_act(text: str, sentence: Span, verb: ReportingVerb) -> bool:
    """ "asked a court to stop it"; a question has its words or their marks."""
    if verb.word not in {"asked", "asks"} or verb.follows in _QUESTION_WORDS:
        return False
    return not _has_words(text, sentence)


def _has_no_subject(text: str, sentence: Span, verb: ReportingVerb) -> bool:
    """ "is expected", "to say", "the claims"."""
    lead = text[max(sentence.begin, verb.span.begin - _REACH) : verb.span.begin]
    before = _WORD_BEFORE.search(lead)
    return before is not None and before[1].lower() in _NO_VERB_AFTER


_NO_VERB_RULES: tuple[NoVerbRule, ...] = (
    _is_passive,
    _has_infinitive,
    _is_noun,
    _reports_no_words,
    _asks_for_act,
    _has_no_subject,
)


def _has_words(text: str, span: Span) -> bool:
    """Whether somebody's words, or a question, are at `span`."""
    return bool(_QUOTED_OR_ASKED.search(text, span.begin, span.end))
