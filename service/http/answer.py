"""From a parsed body to a response: one document, or a batch of which any may fail alone."""

from __future__ import annotations

import asyncio
import time
from typing import Any, TypeVar

from anyio import to_thread
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from service.http import handlers
from service.http.body import read_object
from service.http.deadline import deadline_of
from service.http.operations import Operation
from service.http.problems import (
    DuplicateId,
    FieldError,
    InvalidRequest,
    LanguageNotSupported,
    NoArticle,
    Problem,
    TextTooLong,
    pointer,
)
from service.http.render import Renderer
from service.http.schemas import requests as inp
from service.http.schemas import responses as out
from service.inference.types import Call, Engine
from service.settings import Settings
from service.telemetry import Metrics
from service.text.build import build_document
from service.text.document import Document
from service.text.html import NoArticleText, extract

M = TypeVar("M", bound=BaseModel)


async def answer(request: Request, operation: Operation) -> Response:
    """The whole of a handler: parse, run, render. Raises `Problem`."""
    body = await read_object(request)
    job = Job(request, operation)
    if "documents" in body:
        return json_response(await job.batch(body))
    given, options = job.split(body)
    return json_response((await job.one(given, options)).model_dump_json())


def json_response(content: str) -> Response:
    """JSON that is serialised already."""
    return Response(content, media_type="application/json")


class Job:
    """One request's work."""

    def __init__(self, request: Request, operation: Operation) -> None:
        self._operation = operation
        self._settings: Settings = request.state.settings
        self._engine: Engine = request.state.engine
        self._metrics: Metrics = request.state.metrics
        self._timings: dict[str, float] = request.scope.setdefault("timings", {})
        self._deadline = deadline_of(request, self._settings)

    def split(self, body: dict[str, Any]) -> tuple[inp.DocumentInput, inp.CommonOptions]:
        """A single document's fields and its options, validated together."""
        document, options = self._operation.document, self._operation.options
        own = {k: v for k, v in body.items() if k in document.model_fields}
        rest = {k: v for k, v in body.items() if k not in document.model_fields or k == "documents"}
        faults: list[FieldError] = []
        given = _validated(document, own, faults)
        chosen = _validated(options, rest, faults)
        if given is None or chosen is None:
            raise invalid(faults)
        return given, chosen

    async def batch(self, body: dict[str, Any]) -> str:
        """Results and errors of every document, as JSON. Raises for an unusable envelope."""
        faults: list[FieldError] = []
        rest = {k: v for k, v in body.items() if k != "documents"}
        options = _validated(self._operation.options, rest, faults)
        documents = body["documents"]
        limit = self._settings.max_documents
        if not isinstance(documents, list) or not 1 <= len(documents) <= limit:
            detail = f"must be a list of 1 to {limit} documents"
            faults.append(FieldError("/documents", "documents", detail))
        if options is None or faults:
            raise invalid(faults)
        ids = _ids(documents)
        gate = asyncio.Semaphore(self._settings.document_concurrency)

        async def run(index: int) -> BaseModel:
            async with gate:
                return await self._guarded(documents, index, ids, options)

        found = await asyncio.gather(*(run(i) for i in range(len(documents))))
        good = [r.model_dump_json() for r in found if not isinstance(r, out.DocumentError)]
        bad = [r.model_dump_json() for r in found if isinstance(r, out.DocumentError)]
        return f'{{"documents":[{",".join(good)}],"errors":[{",".join(bad)}]}}'

    async def _guarded(
        self,
        documents: list[Any],
        index: int,
        ids: list[str | None],
        options: inp.CommonOptions,
    ) -> BaseModel:
        """One document's result, or its problem as data."""
        try:
            faults: list[FieldError] = []
            if ids[index] is not None and ids[index] in ids[:index]:
                detail = f"the id {ids[index]!r} is taken by an earlier document"
                raise DuplicateId(detail, [FieldError("/id", "duplicate_id", detail)])
            given = _validated(self._operation.document, documents[index], faults)
            if given is None:
                raise invalid(faults)
            return await self.one(given, options)
        except Exception as error:
            problem = handlers.as_problem(error).under(f"/documents/{index}")
            self._metrics.document(self._operation.name, problem.slug())
            return out.DocumentError(index=index, id=ids[index], **problem.body())

    async def one(self, given: inp.DocumentInput, options: inp.CommonOptions) -> BaseModel:
        """Analyse one document. Raises `Problem` or `EngineError`."""
        began = time.monotonic()
        call = Call(deadline=self._deadline)
        document = await to_thread.run_sync(self._read, given)
        call.spend("text", time.monotonic() - began)
        if options.strict_language and not document.language.supported:
            detail = f"The text is in language {document.language.code!r}; English is supported."
            where = "/text" if given.text is not None else "/html"
            raise LanguageNotSupported(detail, [FieldError(where, "language", detail)])
        show = Renderer(document, options.offset_unit)
        try:
            parts = await self._operation.run(document, given, options, self._engine, call, show)
        finally:
            for stage, seconds in call.seconds.items():
                self._timings[stage] = self._timings.get(stage, 0.0) + seconds
        self._metrics.document(self._operation.name, "ok")
        self._metrics.warned(w.code for w in parts["warnings"])
        language = document.language
        return self._operation.result(
            id=given.id,
            offset_unit=options.offset_unit,
            language=out.Language(
                code=language.code,
                confidence=round(language.confidence, 4),
                supported=language.supported,
            ),
            usage=_usage(document, call, began) if "usage" in options.include else None,
            text=document.text if "text" in options.include else None,
            layout=show.layout() if "layout" in options.include else None,
            **parts,
        )

    def _read(self, given: inp.DocumentInput) -> Document:
        """Blocking: extraction and segmentation."""
        source, where = (given.text, "/text") if given.text else (given.html or "", "/html")
        size, limit = len(source.encode()), self._settings.max_text_bytes
        if size > limit:
            detail = f"{size} bytes of UTF-8; the limit is {limit}"
            raise TextTooLong(f"A text has {detail}.", [FieldError(where, "too_long", detail)])
        title = given.title
        if given.html is not None:
            try:
                page = extract(given.html)
            except NoArticleText as error:
                detail = "The HTML holds no text."
                raise NoArticle(detail, [FieldError(where, "no_text", detail)]) from error
            source, title = page.text, title or page.title
        return build_document(source, title=title, language=given.language)


def invalid(faults: list[FieldError]) -> Problem:
    """All faults of a body in one problem."""
    count = len(faults)
    return InvalidRequest(f"{count} field{'s are' if count > 1 else ' is'} not valid.", faults)


def _validated(model: type[M], value: Any, faults: list[FieldError]) -> M | None:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            path = [p for p in fault["loc"] if p not in inp.TARGET_FORMS]
            faults.append(FieldError(pointer(path), fault["type"], fault["msg"]))
    return None


def _ids(documents: list[Any]) -> list[str | None]:
    """The id of every document that has a usable one."""
    found = [d.get("id") if isinstance(d, dict) else None for d in documents]
    return [i if isinstance(i, str) and 0 < len(i) <= 200 and _sound(i) else None for i in found]


def _sound(text: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" or c == "\x00" for c in text)


def _usage(document: Document, call: Call, began: float) -> out.Usage:
    seconds = call.seconds | {"total": time.monotonic() - began}
    return out.Usage(
        characters=len(document.text),
        sentences=len(document.sentences),
        windows=call.windows,
        tokens=call.tokens,
        seconds={stage: round(value, 4) for stage, value in seconds.items()},
    )
