"""Builds the document to analyse from a posted text or HTML page."""

from __future__ import annotations

import re
import time

from service.api.analysis.context import RequestContext
from service.api.errors.problems import FieldError, LanguageNotSupported, NoArticle, TextTooLong
from service.api.request.documents import Posted
from service.api.schemas import requests as inp
from service.inference.protocol import Call
from service.kit.offload import offload
from service.text.blocks.markup_kinds import mark
from service.text.document import Document
from service.text.html.extract import NoArticleText, extract
from service.text.segmentation.builder import build_document

# Each sentence takes about 8 KB of memory until the answer is complete, even a short one. Without a
# limit, 1 MiB of lines with one letter each would take 4 GB. Prose of 1 MiB has about 10,000
# sentences, and as many lines again if it is wrapped.
MOST_SENTENCES = 30_000
# A run of marks is matched possessively, because trying it again from each of its marks would take
# quadratic time. Only a match with a group ends a sentence.
_ENDS = re.compile(r"[.!?…][^\w\s]*+(\s++)?|([\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029])\s*+")


async def build(context: RequestContext, posted: Posted, call: Call) -> Document:
    """The document, built once the read limiter permits it. Raises `Problem`."""
    services = context.services
    asked = time.monotonic()
    async with services.read_limiter.reading(posted.size, bulk=context.is_background):
        began = time.monotonic()
        call.spend("turn", began - asked)
        try:
            limit = services.settings.max_text_bytes
            return await offload(posted.size, _document, posted, limit)
        finally:
            call.spend("text", time.monotonic() - began)
            services.admission.read(context.permit, posted.share)


def _document(posted: Posted, most_bytes: int) -> Document:
    document = read(posted.given, most_bytes)
    if posted.options.strict_language:
        check_language(document, posted.given)
    return document


def read(given: inp.DocumentInput, most_bytes: int) -> Document:
    """Extraction and segmentation; blocking. Raises `NoArticle`, `TextTooLong`."""
    if given.text is not None:
        _check_size(given.text, most_bytes, "/text")
        return _built(given.text, given.title, given.language, "/text")
    try:
        page = extract(given.html or "")
    except NoArticleText as error:
        detail = "The HTML holds no text."
        raise NoArticle(detail, [FieldError("/html", "no_text", detail)]) from error
    # A page may be far longer than its text, so the limit applies to the text.
    _check_size(page.text, most_bytes, "/html")
    built = _built(page.text, given.title or page.title, given.language, "/html")
    return mark(built, page.marked)


def check_language(document: Document, given: inp.DocumentInput) -> None:
    """Raises `LanguageNotSupported` for a text that is clearly not English."""
    if document.language.supported:
        return
    detail = f"The text is in language {document.language.code!r}; English is supported."
    where = "/language" if given.language else "/text" if given.text is not None else "/html"
    raise LanguageNotSupported(detail, [FieldError(where, "language", detail)])


def _check_size(text: str, most_bytes: int, where: str) -> None:
    size = len(text.encode())
    if size > most_bytes:
        detail = f"The text has {size} bytes of UTF-8; the limit is {most_bytes}."
        raise TextTooLong(detail, [FieldError(where, "too_long", detail)])


def _built(text: str, title: str | None, language: str | None, where: str) -> Document:
    """The document. A text with too many ends of sentences is refused before it is built."""
    _check_count(sum(1 for end in _ENDS.finditer(text) if end.lastindex), where)
    document = build_document(text, title=title, language=language)
    _check_count(len(document.sentences), where)
    return document


def _check_count(count: int, where: str) -> None:
    if count > MOST_SENTENCES:
        detail = f"The text has some {count} sentences and lines; the limit is {MOST_SENTENCES}."
        raise TextTooLong(detail, [FieldError(where, "too_long", detail)])
