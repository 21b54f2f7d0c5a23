"""Transcripts and interviews: labelled turns, "NORA PIKE: …", "Q: …", "Wikinews: …".

A turn runs to the next label, over the paragraphs between them. A label is a person's name, a
role ("THE PRESIDENT", "MODERATOR") or "Q" and "A"; one of an outlet or of somebody unknown
counts where labels come again, as those of two sides do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.text.attribution.layout.people import People
from service.text.attribution.speakers import Speaker
from service.text.document import BlockKind, Document, Sentence
from service.text.gazetteers.word_lists import TITLES
from service.text.span import Span

_CAPS = r"(?:[^\W\d_a-z][^\W\d_a-z.’'-]*[.’'-]?)+"
_WORD = r"[^\W\d_a-z][\w.’'-]*"
_ROLE = r"(?:\s?\([^()\n]{1,60}\)|,\s[^:,.!?“”\"\n]{1,50}){0,2}"
_LABEL = re.compile(
    rf"(?:>>\s?)?[*_]{{0,3}}(?P<name>(?:{_WORD}|Q\d?)(?:\s(?:{_WORD}|de|da|van|von|der|al|el|bin|of|"
    rf"the|and)){{0,5}})(?P<role>{_ROLE})[*_]{{0,3}}:[*_]{{0,3}}(?=\s|[“\"])"
)
_BRACKETED = re.compile(r"\(\((?P<name>[^()\n]{2,60})\)\)\s*")  # "((Ana Duarte))", as Wikinews does
_QUESTION = re.compile(r"(?P<name>Q(?=[.:\s])|A(?=[.:]))[.:]?\s+(?=[^\W\d_a-z“\"])")
_SIDES = frozenset({"q", "a", "question", "answer"})
_ROLES = frozenset(
    """moderator interviewer interviewee host reporter narrator announcer operator anchor audience
    caller speaker man woman male female voice voices crowd participant questioner correspondent
    unidentified student witness court clerk counsel""".split()
)
# Labels of other things than turns.
_NO_LABELS = frozenset(
    """note notes update updates updated editor editors correction photo photos video image source
    sources credit caption related watch read more listen see also breaking exclusive live
    opinion analysis editorial date time when where who what why how tickets price address phone
    email e-mail website web contact information info pros cons verdict rating result results
    score scores winner winners step day part chapter section topic topics tags category categories
    subject from to re cc bcc sent published posted location venue cost age occupation education
    experience party district prep serves yield ingredients directions method tip tips warning
    example examples summary background context quote quotes fact facts claim conclusion rule
    option item disclosure disclaimer hometown position height weight born died name by""".split()
)
_MOST_BETWEEN = 8  # paragraphs without a label that a turn goes on over
_DENSE = 0.34  # share of labelled paragraphs in a text that is a transcript as a whole
_WORDS = 2  # at least, after a label that is a turn


@dataclass(frozen=True, slots=True)
class _Turn:
    """A labelled sentence. `key` is the label in small letters."""

    sentence: Sentence
    name: Span
    key: str
    capitals: bool


def find_turns(document: Document, people: People) -> Mapping[int, Speaker | None]:
    """The speaker of every sentence of a turn, by its index; None for one who is not named."""
    turns = _accepted(list(_labelled(document)), people)
    if not turns:
        return {}
    speakers = _speakers(document, turns, people)
    return _spread(document, turns, speakers)


def _labelled(document: Document) -> Sequence[_Turn]:
    """Sentences that begin with a label: in small letters only at a paragraph's start."""
    found = []
    block = -1
    for sentence in document.sentences:
        first = sentence.block != block
        block = sentence.block
        if not (sentence.is_content or sentence.kind is BlockKind.HEADING):
            continue
        turn = _turn(document.text, sentence)
        if turn is not None and (first or turn.capitals):
            found.append(turn)
    return found


def _turn(text: str, sentence: Sentence) -> _Turn | None:
    span = sentence.span
    forms = (_LABEL, _QUESTION, _BRACKETED)
    match = next((m for form in forms if (m := form.match(text, span.begin, span.end))), None)
    if match is None:
        return None
    name = match["name"]
    key = " ".join(name.lower().split())
    words = key.replace(".", "").replace("’s", "").replace("'s", "").split()
    if words[0] in _NO_LABELS or words[-1] in _NO_LABELS:
        return None
    rest = text[match.end() : span.end].split()
    if len(rest) < _WORDS and not (rest and rest[-1][-1] in ".!?…"):
        return None
    return _Turn(sentence, Span(*match.span("name")), key, name.isupper())


def _accepted(turns: Sequence[_Turn], people: People) -> list[_Turn]:
    """The turns of a transcript; none where the labels are those of a list."""
    often = Counter(turn.key for turn in turns)
    known = {key for key in often if _is_role(key) or people.is_person(key)}
    known |= _sides(often, others=bool(known))
    if len(often) > 1:
        known |= _taking_turns(turns)
    found = [turn for turn in turns if turn.key in known]
    return found if len(found) > 1 or any(turn.capitals for turn in found) else []


def _sides(often: Mapping[str, int], *, others: bool) -> set[str]:
    """The labels "Q" and "A", where both are used, or one of them often or beside `others`."""
    sides = _SIDES & set(often)
    return set(sides) if others or len(sides) > 1 or often.get("q", 0) > 1 else set()


def _taking_turns(turns: Sequence[_Turn]) -> set[str]:
    """The labels that recur, and then those that look like a speaker's; none if none recurs."""
    last_words = Counter(turn.key.split()[-1] for turn in turns)
    repeated = {turn.key for turn in turns if last_words[turn.key.split()[-1]] > 1}
    if not repeated:
        return repeated
    # Of two sides that take turns, one may be named once only.
    return repeated | {turn.key for turn in turns if _is_like_speaker(turn)}


def _is_like_speaker(turn: _Turn) -> bool:
    return turn.capitals or " " in turn.key or turn.sentence.clean.endswith("?")


def _is_role(key: str) -> bool:
    """ "the president", "unidentified male", "mr. pike"."""
    words = key.replace(".", "").split()
    if words[0] == "the" and len(words) > 1:
        return words[-1] in TITLES or words[-1] in _ROLES
    return words[0] in _ROLES or words[-1] in _ROLES or (words[0] in TITLES and len(words) > 1)


def _speakers(
    document: Document, turns: Sequence[_Turn], people: People
) -> dict[str, Speaker | None]:
    """For each label its speaker, by the fullest label with the same last word."""
    found: dict[str, Speaker | None] = {}
    fullest: dict[str, str] = {}
    for turn in turns:
        last = turn.key.split()[-1]
        fullest[last] = max(fullest.get(last, ""), turn.key, key=len)
    names = {turn.key: people.speaker(turn.name) for turn in turns}
    for turn in turns:
        if turn.key in _SIDES:
            found[turn.key] = None
            continue
        own, full = names[turn.key], names[fullest[turn.key.split()[-1]]]
        is_known = people.known(own.name or "") is not None or _is_role(turn.key)
        name = own.name if is_known else full.name
        named = not (_is_role(turn.key) and turn.key.split()[0] not in TITLES)
        found[turn.key] = Speaker(name, turn.name, named)
    return found


def _spread(
    document: Document, turns: Sequence[_Turn], speakers: Mapping[str, Speaker | None]
) -> dict[int, Speaker | None]:
    """Each turn over its sentences, up to the next label or where the article goes on."""
    content = [s for s in document.sentences if _is_spoken(s)]
    starts = {turn.sentence.index: turn for turn in turns}
    last = turns[-1].sentence.index
    long_turns = _are_dense(content, turns) and _have_paragraphs(content, starts, turns)
    found: dict[int, Speaker | None] = {}
    current: _Turn | None = None
    for sentence in content:
        between = long_turns or sentence.index < last
        if sentence.index in starts:
            current = starts[sentence.index]
        elif current is not None and not _goes_on(sentence, current, between=between):
            current = None
        if current is not None:
            speaker = speakers[current.key]
            found[sentence.index] = speaker and Speaker(speaker.name, current.name, speaker.named)
    return found


def _is_spoken(sentence: Sentence) -> bool:
    return sentence.is_content or sentence.kind is BlockKind.HEADING


def _are_dense(content: Sequence[Sentence], turns: Sequence[_Turn]) -> bool:
    return len(turns) >= _DENSE * len({sentence.block for sentence in content})


def _have_paragraphs(
    content: Sequence[Sentence], starts: Mapping[int, _Turn], turns: Sequence[_Turn]
) -> bool:
    """Whether a turn before the last has paragraphs without a label."""
    first, last = turns[0].sentence.index, turns[-1].sentence.index
    labelled = {turn.sentence.block for turn in starts.values()}
    return any(first < s.index < last and s.block not in labelled for s in content)


def _goes_on(sentence: Sentence, turn: _Turn, *, between: bool) -> bool:
    """Whether a sentence without a label belongs to the turn before it."""
    if sentence.block == turn.sentence.block:
        return True
    near = sentence.block - turn.sentence.block <= _MOST_BETWEEN
    return between and near and sentence.is_content
