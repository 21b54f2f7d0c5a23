"""Whose words a statement reports, and whose they are in the article."""

from __future__ import annotations

import re

from service.tasks.verify.results import Difference
from service.text.attribution.voices import Voice
from service.text.document import Document

_NAME = r"(?<![\w’'-])[A-Z][\w’'-]{1,40}(?: (?:[a-z]{1,3} )?[A-Z][\w’'-]{1,40}){0,5}"
_SAYING = (
    "said|says|told|tells|argued|argues|claimed|claims|announced|warned|warns|added|adds|stated|"
    "insisted|insists|explained|explains|wrote|writes|called|calls|believes|thinks"
)
_REPORTED = re.compile(
    rf"(?P<before>{_NAME}),? (?:has |have |had )?(?:{_SAYING})\b|"
    rf"\b[Aa]ccording to (?P<after>{_NAME})|\b(?:said|says) (?P<behind>{_NAME})"
)


def reported_speaker(statement: str) -> str | None:
    """The name to whom a statement gives words; None if it reports nobody's."""
    match = _REPORTED.search(statement)
    if match is None:
        return None
    return match["before"] or match["after"] or match["behind"]


def other_speaker(document: Document, statement: str, voice: Voice) -> Difference | None:
    """The difference, if a sentence has words that the statement gives to somebody else."""
    named = reported_speaker(statement)
    speaker = voice.speaker
    if named is None or speaker is None or speaker.name is None or not speaker.named:
        return None
    if named.split()[-1].lower() in speaker.name.lower():
        return None
    return Difference(kind="speaker", statement=named, article=speaker.span)
