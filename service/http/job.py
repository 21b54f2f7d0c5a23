"""One document within a request: read it, run the operation, render the result."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from service.http.body import parse_object
from service.http.deadline import due, within
from service.http.forecast import Forecast
from service.http.intake import REQUEST, Intake
from service.http.operations import Operation, Parts, asks_for_writing
from service.http.problems import (
    FieldError,
    LanguageNotSupported,
    NoAbstractiveModel,
    NoArticle,
    Problem,
    ProfileNotServed,
    TextTooLong,
)
from service.http.render import Renderer, named
from service.http.schemas import requests as inp
from service.http.schemas import responses as out
from service.http.ticket import Ticket
from service.inference.follower import Follower
from service.inference.types import Call, Engine, NoSuchModel, Priority, Turn
from service.results.shared import SharedResults
from service.settings import Settings
from service.tasks.offload import LIGHT, LONG, offload
from service.telemetry import Metrics
from service.text.build import build_document
from service.text.document import Document
from service.text.html import NoArticleText, extract


@dataclass(frozen=True, slots=True)
class Services:
    """What every analysis needs of the app."""

    settings: Settings
    engine: Engine
    metrics: Metrics
    intake: Intake
    forecast: Forecast
    results: SharedResults | None


class Job:
    """What the documents of one request share.

    Args:
        timings: seconds by stage are added to it.
        deadline: of all its calls, None for none.
    """

    def __init__(
        self,
        operation: Operation,
        services: Services,
        ticket: Ticket,
        timings: dict[str, float],
        deadline: float | None,
    ) -> None:
        self.operation = operation
        self.settings = services.settings
        self._engine = services.engine
        self.metrics = services.metrics
        self._timings = timings
        self.ticket = ticket
        self.intake = services.intake
        self._forecast = services.forecast
        self._results = services.results
        self._deadline = deadline
        self._turn = Turn()

    @classmethod
    def of(cls, request: Request, operation: Operation) -> Job:
        """That of a request. Raises `InvalidHeader`."""
        services: Services = request.state.services
        ticket: Ticket = request.scope["ticket"]
        timings: dict[str, float] = request.scope.setdefault("timings", {})
        return cls(operation, services, ticket, timings, due(ticket, services.settings))

    @classmethod
    def unwatched(
        cls, operation: Operation, services: Services, seconds: float | None = None
    ) -> Job:
        """That of one document that goes after what callers wait for.

        Args:
            services: with an engine that is gentle.
            seconds: its time limit from now on, None for none.
        """
        now = time.monotonic()
        deadline = None if seconds is None else now + seconds
        ticket = Ticket(operation.name, now, deadline, 0.0, 0.0, 0.0, priority=Priority.BULK)
        return cls(operation, services, ticket, {}, deadline)

    def arrived(self, size: int) -> None:
        """The body is there, and so long."""
        self._forecast.arrived(self.ticket, size)

    async def parse(self, raw: bytes) -> dict[str, Any]:
        """The body as a JSON object. Raises `Problem` or `DeadlineExceeded`."""
        asked = time.monotonic()
        async with within(self.ticket, {}), self.intake.place(REQUEST):
            self.ticket.spend("turn", time.monotonic() - asked)
            if len(raw) <= LONG:  # ten milliseconds, were it brackets from end to end
                return parse_object(raw)
            return await offload(len(raw), parse_object, raw)

    async def analyse(
        self,
        given: inp.DocumentInput,
        options: inp.CommonOptions,
        index: int | None = None,
        *,
        share: float = 1.0,
    ) -> str:
        """The result of one document, `share` of the request, as JSON.

        It may be one that another replica has computed. Raises `Problem` or `EngineError`.
        """
        with self.ticket.follower.part("document", index or 0) as follower:
            return await self._result(given, options, index, share, follower)

    async def _result(
        self,
        given: inp.DocumentInput,
        options: inp.CommonOptions,
        index: int | None,
        share: float,
        follower: Follower,
    ) -> str:
        if self._results is None or "usage" in options.include:  # that is of this very call
            return await self._analysed(given, options, index, share, follower)

        found = True

        async def compute() -> str:
            nonlocal found
            found = False
            nameless = given.model_copy(update={"id": None})
            return await self._analysed(nameless, options, None, share, follower)

        size = len(given.text if given.text is not None else given.html or "")
        async with within(self.ticket, {}):
            content = await self._results.get(given, options, size, compute)
        if found:
            self.metrics.document(self.operation.name, "ok")
        return named(content, given.id, index)

    async def _analysed(
        self,
        given: inp.DocumentInput,
        options: inp.CommonOptions,
        index: int | None,
        share: float,
        follower: Follower,
    ) -> str:
        call = Call(
            deadline=self._deadline,
            profile=self._profile(options),
            priority=self.ticket.priority,
            turn=self._turn,
            follower=follower,
        )
        self.ticket.calls.append(call)
        self._check_method(options, call)
        began = time.monotonic()
        try:
            async with within(self.ticket, call.seconds):
                document = await self._document(given, call, share)
                _check_language(document, given, options)
                parts = await self.operation.run(document, given, options, self._engine, call)
        finally:
            for stage, seconds in call.seconds.items():
                self._timings[stage] = self._timings.get(stage, 0.0) + seconds
        self.metrics.document(self.operation.name, "ok")
        usage = _usage(document, call, began) if "usage" in options.include else None
        return await offload(
            len(document.text) // LIGHT, self._render, document, given, options, index, usage, parts
        )

    def _render(
        self,
        document: Document,
        given: inp.DocumentInput,
        options: inp.CommonOptions,
        index: int | None,
        usage: out.Usage | None,
        parts: Parts,
    ) -> str:
        show = Renderer(document, options.offset_unit)
        rendered = parts(show)
        self.metrics.warned(w.code for w in rendered["warnings"])
        return self.operation.result(
            id=given.id,
            index=index,
            offset_unit=options.offset_unit,
            language=_language(document),
            usage=usage,
            text=document.text if "text" in options.include else None,
            layout=show.layout() if "layout" in options.include else None,
            **rendered,
        ).model_dump_json()

    async def _document(self, given: inp.DocumentInput, call: Call, share: float) -> Document:
        size = len(given.text if given.text is not None else given.html or "")
        asked = time.monotonic()
        async with self.intake.place(size):
            began = time.monotonic()
            call.spend("turn", began - asked)
            try:
                return await offload(size, self._read, given)
            finally:
                call.spend("text", time.monotonic() - began)
                self._forecast.read(self.ticket, share)

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
        self.metrics.document(self.operation.name, problem.slug())

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
