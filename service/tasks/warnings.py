"""Warnings: every limit of a result is reported in the result."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from service.inference.protocol import ModelInfo
from service.tasks.schema import Output, note
from service.text.document import Document


class WarningCode(StrEnum):
    """Stable codes; nothing that limits a result stays silent."""

    LANGUAGE_UNSUPPORTED = "LanguageUnsupported"
    TARGET_NOT_FOUND = "TargetNotFound"
    LOW_CONFIDENCE = "LowConfidence"
    TEXT_TOO_SHORT = "TextTooShort"
    NO_CONTENT = "NoContent"  # only headings, captions or boilerplate were found
    UNSUPPORTED_SUMMARY = "UnsupportedSummary"  # drafted sentences were removed
    SUMMARY_NOT_WRITTEN = "SummaryNotWritten"  # an extractive summary stands for a written one
    ARTICLE_CONDENSED = "ArticleCondensed"  # a summary was written from its central sentences
    TEXT_LEFT_SERVICE = "TextLeftService"  # a model elsewhere was sent the text
    PASSAGES_SAMPLED = "PassagesSampled"  # one target has more passages than are scored
    STATEMENT_TOO_LONG = "StatementTooLong"  # longer than the article
    STATEMENTS_LEFT_OUT = "StatementsLeftOut"  # a summary has more sentences than are checked


class Warning(Output):
    """Something that limits the result."""

    code: str = note(
        "Stable code: LanguageUnsupported, TargetNotFound, LowConfidence, TextTooShort, "
        "NoContent, PassagesSampled, UnsupportedSummary, SummaryNotWritten, ArticleCondensed, "
        "TextLeftService, StatementTooLong or StatementsLeftOut.",
        "TargetNotFound",
    )
    message: str = note(
        "The same in words.", "The text neither mentions nor discusses 'gun control'."
    )
    target: str | None = note("The target it is about, by id or text.", "gun control")

    @classmethod
    def of(cls, code: WarningCode, message: str, target: str | None = None) -> Self:
        """A warning with this code; `target` is the id or text of the target that it is about."""
        return cls(code=code.value, message=message, target=target)


def left_service(info: ModelInfo) -> list[Warning]:
    """The warning that a model is not in this service, which was sent the text."""
    if not info.remote:
        return []
    message = f"The text was sent to the model {info.base}, which is not in this service."
    return [Warning.of(WarningCode.TEXT_LEFT_SERVICE, message)]


def document_warnings(document: Document) -> list[Warning]:
    """The warnings for every task on this document."""
    warnings = []
    language = document.language
    if not language.supported:
        message = (
            f"The text looks like language {language.code!r}; the models read English only, "
            "so take the scores with care."
        )
        warnings.append(Warning.of(WarningCode.LANGUAGE_UNSUPPORTED, message))
    elif language.other is not None:
        message = (
            f"About {language.other_share:.0%} of the text looks like language "
            f"{language.other!r}; the models read English only, so take scores of that part "
            "with care."
        )
        warnings.append(Warning.of(WarningCode.LANGUAGE_UNSUPPORTED, message))
    if not any(True for _ in document.content()):
        message = "The text holds headings, captions or boilerplate only."
        warnings.append(Warning.of(WarningCode.NO_CONTENT, message))
    return warnings
