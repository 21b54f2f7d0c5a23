"""From a posted document to the text that is analysed."""

from __future__ import annotations

from service.http.problems import FieldError, LanguageNotSupported, NoArticle, TextTooLong
from service.http.schemas import requests as inp
from service.text.build import build_document
from service.text.document import Document
from service.text.html import NoArticleText, extract


def read(given: inp.DocumentInput, most_bytes: int) -> Document:
    """Extraction and segmentation; blocking. Raises `NoArticle`, `TextTooLong`."""
    if given.text is not None:
        _check_size(given.text, most_bytes, "/text")
        return build_document(given.text, title=given.title, language=given.language)
    try:
        page = extract(given.html or "")
    except NoArticleText as error:
        detail = "The HTML holds no text."
        raise NoArticle(detail, [FieldError("/html", "no_text", detail)]) from error
    # A page may be far longer than its text, so it is the text that is measured.
    _check_size(page.text, most_bytes, "/html")
    return build_document(page.text, title=given.title or page.title, language=given.language)


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
