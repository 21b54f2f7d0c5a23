"""One document within a request: read it, run the operation, render the result."""

from __future__ import annotations

import time

from anyio import to_thread
from pydantic import BaseModel
from starlette.requests import Request

from service.http.deadline import deadline_of, within
from service.http.operations import Operation, asks_for_writing
from service.http.problems import (
    FieldError,
    LanguageNotSupported,
    NoAbstractiveModel,
    NoArticle,
    Problem,
    ProfileNotServed,
    TextTooLong,
)
from service.http.render import Renderer
from service.http.schemas import requests as inp
from service.http.schemas import responses as out
from service.inference.types import Call, Engine, NoSuchModel
from service.settings import Settings
from service.telemetry import Metrics
from service.text.build import build_document
from service.text.document import Document
from service.text.html import NoArticleText, extract


class Job:
    """What the documents of one request share."""

    def __init__(self, request: Request, operation: Operation) -> None:
        self.operation = operation
        self.settings: Settings = request.state.settings
        self._engine: Engine = request.state.engine
        self._metrics: Metrics = request.state.metrics
        self._timings: dict[str, float] = request.scope.setdefault("timings", {})
        self._deadline = deadline_of(request, self.settings)

    async def analyse(
        self, given: inp.DocumentInput, options: inp.CommonOptions, index: int | None = None
    ) -> BaseModel:
        """The result of one document. Raises `Problem` or `EngineError`."""
        call = Call(deadline=self._deadline, profile=self._profile(options))
        self._check_method(options, call)
        began = time.monotonic()
        try:
            async with within(call):
                document = await to_thread.run_sync(self._read, given, abandon_on_cancel=True)
                call.spend("text", time.monotonic() - began)
                _check_language(document, given, options)
                show = Renderer(document, options.offset_unit)
                parts = await self.operation.run(document, given, options, self._engine, call, show)
        finally:
            for stage, seconds in call.seconds.items():
                self._timings[stage] = self._timings.get(stage, 0.0) + seconds
        self._metrics.document(self.operation.name, "ok")
        self._metrics.warned(w.code for w in parts["warnings"])
        return self.operation.result(
            id=given.id,
            index=index,
            offset_unit=options.offset_unit,
            language=_language(document),
            usage=_usage(document, call, began) if "usage" in options.include else None,
            text=document.text if "text" in options.include else None,
            layout=show.layout() if "layout" in options.include else None,
            **parts,
        )

    def _profile(self, options: inp.CommonOptions) -> str | None:
        served = self._engine.profiles
        if options.profile and options.profile not in served:
            detail = f"This service runs the profile {' and '.join(served)} only."
            raise ProfileNotServed(detail, [FieldError("/profile", "not_served", detail)])
        return options.profile

    def _check_method(self, options: inp.CommonOptions, call: Call) -> None:
        where = asks_for_writing(options)
        if where is None:
            return
        try:
            self._engine.info("summary", call.profile)
        except NoSuchModel as error:
            detail = "No model here writes summaries; leave `method` out, or have one installed."
            raise NoAbstractiveModel(detail, [FieldError(where, "not_served", detail)]) from error

    def failed(self, problem: Problem) -> None:
        """Count a document without a result."""
        self._metrics.document(self.operation.name, problem.slug())

    def _read(self, given: inp.DocumentInput) -> Document:
        """Blocking: extraction and segmentation."""
        if given.text is not None:
            self._check_size(given.text, "/text")
            return build_document(given.text, title=given.title, language=given.language)
        try:
            page = extract(given.html or "")
        except NoArticleText as error:
            detail = "The HTML holds no text."
            raise NoArticle(detail, [FieldError("/html", "no_text", detail)]) from error
        # A page may be far longer than its text, so it is the text that is measured.
        self._check_size(page.text, "/html")
        return build_document(page.text, title=given.title or page.title, language=given.language)

    def _check_size(self, text: str, where: str) -> None:
        size, limit = len(text.encode()), self.settings.max_text_bytes
        if size > limit:
            detail = f"The text has {size} bytes of UTF-8; the limit is {limit}."
            raise TextTooLong(detail, [FieldError(where, "too_long", detail)])


def _check_language(
    document: Document, given: inp.DocumentInput, options: inp.CommonOptions
) -> None:
    if options.strict_language and not document.language.supported:
        detail = f"The text is in language {document.language.code!r}; English is supported."
        where = "/language" if given.language else "/text" if given.text is not None else "/html"
        raise LanguageNotSupported(detail, [FieldError(where, "language", detail)])


def _language(document: Document) -> out.Language:
    found = document.language
    return out.Language(
        code=found.code, confidence=round(found.confidence, 4), supported=found.supported
    )


def _usage(document: Document, call: Call, began: float) -> out.Usage:
    seconds = call.seconds | {"total": time.monotonic() - began}
    return out.Usage(
        characters=len(document.text),
        sentences=len(document.sentences),
        windows=call.windows,
        tokens=call.tokens,
        seconds={stage: round(value, 4) for stage, value in seconds.items()},
    )
