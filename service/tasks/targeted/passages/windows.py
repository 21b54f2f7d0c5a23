"""What a model reads of a passage: the sentence alone, or marked among what stands around it.

In its context a passage is `headline | sentence before » sentence`. Words of a speaker who is named
elsewhere begin with the speaker's name. Pronouns and roles that mean the target are replaced by its
name in both forms, because a pair model cannot know whom "he" means.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from service.inference.protocol import Window
from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.headline import headline_of
from service.tasks.targeted.passages.find import Found, Passage, candidates
from service.text.document import Sentence
from service.text.entities.model import MentionForm
from service.text.span import Span
from service.text.whitespace import fold

_REPLACED = {MentionForm.PRONOUN, MentionForm.ROLE}  # by the name, in the input of a model
_POSSESSIVE = frozenset({"his", "her", "hers", "their"})
_MARK, _AFTER_HEADLINE = "»", "|"
_HEADLINE_WORDS, _BEFORE_WORDS = 20, 36  # of the context, at most


def windows_of(
    annotations: Annotations,
    names: NameAnnotations,
    found: Found,
    target: str,
    *,
    context: bool,
) -> list[Window]:
    """A window for each passage of a target, each with its context if the model reads that.

    Args:
        annotations: of the document.
        names: its names and voices.
        found: what was found of the target.
        target: the target's words.
        context: whether the model was trained to read passages in their context.
    """
    if not context or len(annotations.content) < 2:
        return [Window(readable(annotations, p, target), target) for p in found.passages]
    around = Surroundings(annotations, names)
    return [Window(around.mark(p, target), target) for p in found.passages]


def whole_text(annotations: Annotations, found: Found, target: str, *, wide: bool) -> str | None:
    """The text in one line, pronouns of the target replaced; None where it tells nothing."""
    if not found.share:
        return None
    known = {passage.sentence.index: passage for passage in found.passages}
    sentences = candidates(annotations, wide=wide)
    passages = (known.get(s.index, Passage(s, 0.0)) for s in sentences)
    return " ".join(readable(annotations, passage, target) for passage in passages)


def readable(annotations: Annotations, passage: Passage, target: str) -> str:
    """The sentence, with the target's name where a pronoun or a role means it."""
    sentence, mention = passage.sentence, passage.mention
    if mention is None or mention.how not in _REPLACED:
        return sentence.clean
    text, span = annotations.document.text, mention.span
    word = text[span.begin : span.end].lower()
    name = f"{target}’s" if word in _POSSESSIVE else target
    before = text[sentence.span.begin : span.begin]
    after = annotations.document.read(Span(span.end, sentence.span.end))
    return fold(f"{before}{name}{after}")


class Surroundings:
    """The headline, the sentences before and the speakers of one document."""

    def __init__(self, annotations: Annotations, names: NameAnnotations) -> None:
        self._annotations = annotations
        self._names = names
        self._before = dict(_each_before(annotations.content))
        headline = headline_of(annotations.document)
        self._headline = _first_words(headline.text, _HEADLINE_WORDS) if headline else ""
        self._heading = headline.block if headline else None

    def mark(self, passage: Passage, target: str) -> str:
        """The passage in its context."""
        sentence = passage.sentence
        words = f"{_MARK} {self._speaker(sentence)}{readable(self._annotations, passage, target)}"
        if sentence.block == self._heading:
            return words
        before = self._before.get(sentence.index)
        head = f"{self._headline} {_AFTER_HEADLINE} " if self._headline else ""
        lead = f"{_last_words(before.clean, _BEFORE_WORDS)} " if before else ""
        return f"{head}{lead}{words}"

    def _speaker(self, sentence: Sentence) -> str:
        """The name of a speaker whom the sentence does not name, with a colon."""
        speaker = self._names.voices[sentence.index].speaker
        if speaker is None or speaker.name is None or speaker.span in sentence.span:
            return ""
        return f"{fold(speaker.name)}: "


def _each_before(sentences: Sequence[Sentence]) -> list[tuple[int, Sentence]]:
    return [(s.index, before) for before, s in pairwise(sentences)]


def _first_words(text: str, most: int) -> str:
    return " ".join(text.split()[:most])


def _last_words(text: str, most: int) -> str:
    return " ".join(text.split()[-most:])
