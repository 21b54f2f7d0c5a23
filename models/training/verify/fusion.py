"""True statements in other words than a sentence of the article, and splices that are not true."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from models.training.verify.facts import ArticleFacts, SentenceFacts
from models.training.verify.people import put_name, told
from service.text.entities.model import MentionForm

_LEAD = re.compile(r"^(?:[A-Z][^,;:“”\"]{2,60}), (?=(?:the|a|an|[A-Z])\b)")
_ASIDE = re.compile(
    r", (?:who|which|whose|where|when|a|an|the|also|however|including|aged|\d+)\b[^,;“”\"()]{3,90},"
    r"(?= [a-z])"
)
_BRACKETS = re.compile(r" \([^()]{1,80}\)")
_TAIL = re.compile(
    r",? (?:after|before|while|because|although|which|who|where|as|with|in order to|according to|"
    r"following|adding|saying|despite|amid|during|since|until)\b [^“”\"]{8,120}(?=[.]$)"
)
_DATE_TAIL = re.compile(r" (?:on|in|at|for|from) (?:[A-Z0-9][\w’'. ]{2,30})(?=[.,]|$)")
_SHORTEST = 5  # words of a statement


def shortened(text: str, chance: random.Random) -> str | None:
    """The sentence without some of what may be left out."""
    cuts = [_LEAD, _ASIDE, _BRACKETS, _TAIL, _DATE_TAIL]
    chance.shuffle(cuts)
    made = text
    for pattern in cuts[: chance.choice((1, 2, 3, 5))]:
        for match in list(pattern.finditer(made))[:1]:
            made = made[: match.start()] + made[match.end() :]
    made = " ".join(made.split()).replace(" .", ".").replace(" ,", ",")
    made = made[:1].upper() + made[1:]
    return made if made != text and len(made.split()) >= _SHORTEST else None


def named(article: ArticleFacts, sentence: SentenceFacts) -> str | None:
    """The sentence with names in the places of its pronouns."""
    text, last = sentence.text, None
    for part in reversed(sentence.parts):
        unnamed = part.name not in sentence.text and part.name != last
        if part.form is MentionForm.PRONOUN and unnamed:
            text, last = put_name(text, part, part.name), part.name
    return text if text != sentence.text else None


def reported(sentence: SentenceFacts, chance: random.Random) -> str | None:
    """What somebody says in a sentence that does not name them, with the name."""
    if sentence.heard is None or sentence.speaker is not None or sentence.heard in sentence.text:
        return None
    return told(sentence.text, sentence.heard, chance)


def joined(first: str, second: str, chance: random.Random) -> str:
    """Two statements as one sentence."""
    link = chance.choice((", and ", "; ", ", while ", " and ", ". "))
    start = second if link == ". " or second[:1] in '“"' else _lower(second)
    return f"{first.rstrip('. ')}{link}{start}"


def spliced(first: str, second: str, chance: random.Random) -> str | None:
    """The beginning of one sentence with the end of another."""
    one, two = first.split(), second.split()
    if min(len(one), len(two)) < 8:
        return None
    head = one[: chance.randint(3, max(3, int(len(one) * 0.7)))]
    tail = two[chance.randint(int(len(two) * 0.3), len(two) - 4) :]
    return " ".join([*head, *tail])


def tails(texts: Sequence[str]) -> list[str]:
    """Clauses that could end a sentence: reasons, times, reactions."""
    return [match[0] for text in texts for match in _TAIL.finditer(text)]


def added(text: str, tail: str) -> str:
    """The sentence with another one's last clause."""
    return f"{text.rstrip('. ')}{tail}."


def tokenised(text: str, chance: random.Random) -> str:
    """The text as older summarisers write it: in small letters, with blanks around marks."""
    made = re.sub(r"([.,;:!?()%$])", r" \1 ", text)
    made = re.sub(r"[“”\"]", lambda _: chance.choice(("''", "``", '"')), made)
    made = made.replace("’", "'").replace("n't", " n't").replace("'s", " 's")
    made = " ".join(made.split())
    return made.lower() if chance.random() < 0.7 else made


def _lower(text: str) -> str:
    word = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if word in _OPENERS else text


_OPENERS = frozenset("The A An In On At He She It They This That These His Her Their But".split())
