"""Texts each of which has an answer of its own, so that a mix-up shows."""

from __future__ import annotations

from tests.chaos.wire import Answer


def numbered(number: int) -> str:
    """A text that no other request has, with the label that it must get."""
    return f"Report {number}: a {'great success' if number % 3 else 'terrible failure'}."


def right(number: int, answer: Answer) -> bool:
    """Whether it is the answer to this text and not to another one."""
    sentiment = answer.json["sentiment"]
    (sentence,) = sentiment["sentences"]
    label = "positive" if number % 3 else "negative"
    same = sentence["span"]["text"] == numbered(number)
    return bool(same and sentiment["label"] == sentence["label"] == label)
