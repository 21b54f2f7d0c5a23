"""Changes of who a sentence is about: another name, swapped roles, words of somebody else."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from itertools import pairwise

from models.training.verify.facts import ArticleFacts, NamedPart, SentenceFacts
from service.text.entities.model import EntityKind, MentionForm

PersonChange = Callable[[ArticleFacts, SentenceFacts, random.Random], str | None]

_HE = {"he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its"}
_POSSESSIVE = {"his", "its"}
# What stands between names of a list, or of those who do the same to each other.
_ALIKE = re.compile(
    r"^\W*(?:and|or|with|met|meets?|meeting|versus|vs|married|as well as|,)?\W*$|"
    r"\b(?:and|met|with|against|married|between|of|in|near|from)\b",
    re.IGNORECASE,
)
_ACTION = re.compile(r"\b[a-z]+(?:ed|es|s|t|d|en|ew|ing)\b")


def name(article: ArticleFacts, sentence: SentenceFacts, chance: random.Random) -> str | None:
    """Somebody or something else of the article in a name's place."""
    found = [
        (part, other)
        for part in sentence.parts
        if part.form is not MentionForm.PRONOUN
        for other in article.others(part, sentence)
    ]
    if not found:
        return None
    part, other = chance.choice(found)
    return replaced(sentence.text, part, _as_short(sentence.text, part, other))


def pronoun(article: ArticleFacts, sentence: SentenceFacts, chance: random.Random) -> str | None:
    """Somebody else where the sentence has a pronoun."""
    found = [
        (part, other)
        for part in sentence.parts
        if part.form is MentionForm.PRONOUN
        for other in article.others(part, sentence)
        if other != part.name
    ]
    if not found:
        return None
    part, other = chance.choice(found)
    return put_name(sentence.text, part, other)


def roles(article: ArticleFacts, sentence: SentenceFacts, chance: random.Random) -> str | None:
    """Two names of a kind in each other's places, where what is between them has a direction."""
    parts = [part for part in sentence.parts if part.form is not MentionForm.PRONOUN]
    found = []
    for first, second in pairwise(parts):
        between = sentence.text[first.end : second.begin]
        same = first.kind is second.kind or {first.kind, second.kind} <= _ACTORS
        if same and first.name != second.name and _ACTION.search(between):
            if not _ALIKE.search(between) and len(between.split()) <= 12:
                found.append((first, second))
    if not found:
        return None
    first, second = chance.choice(found)
    text = sentence.text
    return (
        text[: first.begin]
        + text[second.begin : second.end]
        + text[first.end : second.begin]
        + text[first.begin : first.end]
        + text[second.end :]
    )


def speaker(article: ArticleFacts, sentence: SentenceFacts, chance: random.Random) -> str | None:
    """The words of somebody given to somebody else."""
    if sentence.heard is None:
        return None
    people = [
        name
        for kind in (EntityKind.PERSON, EntityKind.ORGANIZATION)
        for name in article.names.get(kind, ())
        if name != sentence.heard and name not in sentence.text
    ]
    if not people:
        return None
    other = chance.choice(people)
    if sentence.speaker is not None:
        return put_name(sentence.text, sentence.speaker, other)
    return told(sentence.text, other, chance)


_ACTORS = {EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.COUNTRY}
CHANGES: Mapping[str, PersonChange] = {
    "name": name,
    "pronoun": pronoun,
    "roles": roles,
    "speaker": speaker,
}


def told(text: str, name: str, chance: random.Random) -> str:
    """The words as those of somebody."""
    words = text.strip().rstrip(",")
    if words[:1] in "“\"'‘":
        return chance.choice((f"{name} said: {words}", f"{words.rstrip('.')} said {name}."))
    stated = words[:1].lower() + words[1:] if not words.startswith("I ") else words
    return chance.choice(
        (f"{name} said that {stated}", f"According to {name}, {stated}", f"{name} says {stated}")
    )


def put_name(text: str, part: NamedPart, name: str) -> str:
    """A name in the place of a pronoun or another name, in its case."""
    shown = text[part.begin : part.end]
    low = shown.lower()
    if low in _POSSESSIVE or (low == "her" and re.match(r" [a-z]+", text[part.end :])):
        name += "'" if name.endswith("s") else "’s"
    return replaced(text, part, name)


def replaced(text: str, part: NamedPart, words: str) -> str:
    """The text with other words in the place of a part."""
    return f"{text[: part.begin]}{words}{text[part.end :]}"


def _as_short(text: str, part: NamedPart, other: str) -> str:
    """The other name as short as this one is here."""
    shown = text[part.begin : part.end]
    person = part.kind is EntityKind.PERSON
    return other.split()[-1] if person and len(shown.split()) == 1 else other
