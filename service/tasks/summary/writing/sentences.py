"""Sentences of generated text, without what chat models put around them."""

from __future__ import annotations

import re

from service.tasks.verify.statements import sentences_of

_BULLET = re.compile(r"^\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+|#{1,6}\s+)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_FRAME = re.compile(
    r"^\s*(?:(?:sure|certainly|okay|ok|of course)\b[^.:]{0,40}[!.,:]\s*)?"
    r"(?:here(?: is|’s|'s| are)\b[^.:]{0,80}:|(?:the\s+)?(?:summary|abstract|tl;?dr)\s*:)\s*",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…][\"”’')\]»]*$")


def draft_sentences(text: str) -> list[str]:
    """The sentences of a draft, each on one line.

    The words that announce a summary, bullets and emphasis are taken off, and a line that ends in a
    colon is none of its sentences.
    """
    lines = []
    for line in _FRAME.sub("", text, count=1).splitlines():
        plain = _EMPHASIS.sub(r"\2", _BULLET.sub("", line)).strip()
        if plain and not plain.endswith(":"):
            lines.append(plain)
    return [sentence for line in _paragraphs(lines) for sentence in sentences_of(line)]


def finished_sentences(text: str) -> list[str]:
    """Those sentences of a draft that is still being written which will not change any more."""
    found = draft_sentences(text)
    return found[:-1]  # the last one may go on, even after a full stop: "Mr.", "U.S."


def _paragraphs(lines: list[str]) -> list[str]:
    """The lines, joined where a sentence goes on in the next one."""
    found: list[str] = []
    for line in lines:
        if found and not _ENDS.search(found[-1]) and line[:1].islower():
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found
