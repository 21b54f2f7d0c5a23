"""Labels of tokens from names and phrases: what is a name or a nominal, and who is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.training.reader.labels.names import NameMap
from models.training.reader.labels.phrases import NO_REFERENT, Phrase, is_pronoun
from models.training.reader.tokens import TextTokens
from service.inference.reader.mentions import LABELS

UNKNOWN = -1  # no name, but perhaps part of a nominal
IGNORED = -100  # nothing is known
_BEGINS, _INSIDE, _MASKED = 1, 2, 3  # characters of nominals
_NOMINAL = LABELS.index("B-nominal")
_POSSESSIVE = re.compile(r"\s*([’']s?\b)?\s*")


class Form(IntEnum):
    """The form of a mention."""

    NAME = 0
    NOMINAL = 1
    PRONOUN = 2


class Mention(NamedTuple):
    """The last token of a mention, its referent's number (-1 for none) and its form."""

    token: int
    referent: int
    form: Form


class ReferenceLabels(NamedTuple):
    """A column of the head for each token, `UNKNOWN` or `IGNORED`; the mentions in order."""

    columns: list[int]
    mentions: list[Mention] | None


def names_only(tokens: TextTokens, names: NameMap) -> ReferenceLabels:
    """The labels of a text of which only the names are known."""
    nothing = np.zeros(len(names.column), dtype=np.int8)
    return ReferenceLabels(_columns(tokens, names, nothing, UNKNOWN), None)


def label(
    tokens: TextTokens, text: str, names: NameMap, phrases: Sequence[Phrase], *, complete: bool
) -> ReferenceLabels:
    """The labels of a text whose phrases were annotated.

    Unless the annotation is `complete`, a noun phrase without a referent may or may not be a
    nominal, and its tokens are `IGNORED`.
    """
    begins = tokens.spans[:, 0]
    nominals = np.zeros(len(text) + 1, dtype=np.int8)
    mentions: dict[int, Mention] = {}
    for phrase in sorted(phrases, key=lambda p: p.head_end - p.begin):
        last = int(np.searchsorted(begins, phrase.head_end - 1, "right")) - 1
        if last < 0 or phrase.head_end > tokens.spans[last, 1]:
            continue  # the last word is in no sentence
        form = _form(text, names, phrase)
        if last not in mentions or phrase.referent != NO_REFERENT:
            mentions[last] = Mention(last, phrase.referent, form)
        if form is Form.NOMINAL:
            _mark(nominals, text, names, phrase, ignored=not complete)
    columns = _columns(tokens, names, nominals, 0)
    return ReferenceLabels(columns, sorted(mentions.values()))


def _form(text: str, names: NameMap, phrase: Phrase) -> Form:
    if names.column[phrase.head_begin]:
        return Form.NAME
    return Form.PRONOUN if is_pronoun(text[phrase.begin : phrase.head_end]) else Form.NOMINAL


def _mark(
    nominals: NDArray[np.int8], text: str, names: NameMap, phrase: Phrase, *, ignored: bool
) -> None:
    """Mark the phrase up to its head, after any name or other nominal in it and its "'s"."""
    begin = phrase.head_end
    while begin > phrase.begin and not names.column[begin - 1] and not nominals[begin - 1]:
        begin -= 1
    if begin > phrase.head_begin:
        return
    if possessive := _POSSESSIVE.match(text, begin, phrase.head_end):
        begin = min(possessive.end(), phrase.head_begin)
    if ignored and phrase.referent == NO_REFERENT:
        nominals[begin : phrase.head_end] = _MASKED
    else:
        nominals[begin] = _BEGINS
        nominals[begin + 1 : phrase.head_end] = _INSIDE


def _columns(
    tokens: TextTokens, names: NameMap, nominals: NDArray[np.int8], otherwise: int
) -> list[int]:
    found: list[int] = []
    for begin in tokens.spans[:, 0].tolist():
        name, nominal = int(names.column[begin]), int(nominals[begin])
        before = found[-1] if found else 0
        if name:
            goes_on = before in (name, name + 1) and not names.begins[begin]
            found.append(name + goes_on)
        elif nominal == _MASKED:
            found.append(IGNORED)
        elif nominal:
            goes_on = before in (_NOMINAL, _NOMINAL + 1) and nominal == _INSIDE
            found.append(_NOMINAL + goes_on)
        else:
            found.append(otherwise)
    return found
