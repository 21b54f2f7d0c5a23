"""What answers of all operations have in common, and problems."""

from __future__ import annotations

from typing import Literal

from service.api.schemas import examples as sample
from service.api.schemas.requests import OffsetUnit
from service.tasks.numbers import Rounded
from service.tasks.schema import Output, note
from service.tasks.spans import PostedSpan
from service.tasks.warnings import Warning


class Language(Output):
    """The language of the text."""

    code: str = note("ISO 639-1 code, or `und` when nothing could be told.", "en")
    confidence: Rounded = note("Probability of it; 1 when the caller named it.", 0.99, ge=0, le=1)
    supported: bool = note("Whether the models were trained for it.", True)


class Usage(Output):
    """What the analysis took. Stages of concurrent tasks overlap, so they may exceed `total`."""

    characters: int = note("Code points of the text.", 4210, ge=0)
    sentences: int = note("Sentences of the text.", 38, ge=0)
    windows: int = note("Inputs that models scored.", 96, ge=0)
    tokens: int = note("Tokens of those inputs.", 3120, ge=0)
    seconds: dict[str, float] = note(
        "Seconds by stage, and `total`.", {"text": 0.01, "model": 0.62, "total": 0.71}
    )


class Block(Output):
    """A stretch of the posted text and what it is."""

    kind: Literal["heading", "byline", "dateline", "caption", "body", "quote", "boilerplate"] = (
        note("What the block is; only `body` and `quote` count in results.", "dateline")
    )
    span: PostedSpan = note("Where it is.", {"text": "KYIV -", "begin": 0, "end": 6})


class ResultEnvelope(Output):
    """What the results of all operations have in common."""

    id: str | None = note("The caller's id of the document.", "wire-2041")
    index: int | None = note(
        "Its place among the `documents` of the request; null outside a batch.", 0, ge=0
    )
    offset_unit: OffsetUnit = note("What offsets count.", "unicode")
    language: Language = note(
        "The language the text is in, as named or identified.",
        {"code": "en", "confidence": 0.99, "supported": True},
    )
    warnings: list[Warning] = note("What limits the result.", [sample.WARNING])
    usage: Usage | None = note("Counts and timings, on request.", sample.USAGE, default=None)
    text: str | None = note(
        "The analysed text, on request.", "KYIV - The council voted.", default=None
    )
    layout: list[Block] | None = note(
        "The kind of each block, on request.", [sample.BLOCK], default=None
    )


class FieldError(Output):
    """One offending place."""

    pointer: str = note("RFC 6901 JSON pointer into the body.", "/documents/2/text")
    code: str = note("Stable code of the fault.", "blank")
    detail: str = note("The same in words.", "The string is empty or blank.")


class ProblemDetails(Output):
    """RFC 9457 problem details."""

    type: str = note("One URI for each kind of problem.", "urn:copydesk:problem:invalid-request")
    title: str = note("The kind in words.", "The request is not valid")
    status: int = note("The HTTP status.", 422)
    detail: str = note("What happened.", "One place of the request is not valid; see `errors`.")
    instance: str | None = note(
        "The occurrence; ends in the request id.", "urn:copydesk:request:9f1c", default=None
    )
    errors: list[FieldError] | None = note(
        "The offending places.",
        [{"pointer": "/text", "code": "blank", "detail": "The string is empty or blank."}],
        default=None,
    )
    spent: dict[str, float] | None = note(
        "Seconds by stage, when the time limit passed.", {"queue": 1.2, "model": 0.7}, default=None
    )


class DocumentError(ProblemDetails):
    """Why one document of a batch has no result."""

    index: int = note("Its place in the request.", 2, ge=0)
    id: str | None = note("Its id, where it has a usable one.", "wire-2043", default=None)
