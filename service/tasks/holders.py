"""Holders: the author or quoted speaker whose view a passage expresses."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from service.tasks.schema import Output, note
from service.tasks.spans import PostedSpan
from service.text.attribution.voices import Voice


class HolderKind(StrEnum):
    AUTHOR = "author"
    SPEAKER = "speaker"


class Holder(Output):
    """Whose words a passage is."""

    kind: Literal["author", "speaker"] = note("The author's own, or a speaker's.", "speaker")
    name: str | None = note(
        "The speaker's fullest name in the text; null for the author, and for a speaker whom "
        "the text does not name.",
        "Ana Duarte",
    )
    span: PostedSpan | None = note(
        "Where the text names the speaker for this passage.",
        {"text": "Duarte", "begin": 301, "end": 307},
    )
    cue: PostedSpan | None = note(
        'What attributes the passage to the speaker, as "said" or "according to"; null where '
        "layout or quotation marks alone do.",
        {"text": "said", "begin": 308, "end": 312},
    )


AUTHOR = Holder(kind="author", name=None, span=None, cue=None)


def holder(voice: Voice) -> Holder:
    """The holder of the view in a sentence with this voice."""
    if not voice.quoted:
        return AUTHOR
    return Holder(
        kind="speaker",
        name=voice.speaker.name if voice.speaker else None,
        span=voice.speaker.span if voice.speaker else None,
        cue=voice.cue,
    )
