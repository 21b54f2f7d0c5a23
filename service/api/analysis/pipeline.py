"""The analysis of the documents of one request: read each, run the operation, render the result."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from starlette.requests import Request

from service.admission.permit import Permit
from service.admission.read_limiter import REQUEST
from service.api.analysis.build_document import check_language, read
from service.api.analysis.serialize import Renderer, named
from service.api.analysis.tasks import Operation, Parts, asks_for_writing
from service.api.dependencies import Services
from service.api.errors.problems import FieldError, NoAbstractiveModel, Problem, ProfileNotServed
from service.api.request.deadline import due, within
from service.api.request.documents import Posted
from service.api.request.json_body import parse_object
from service.api.schemas import requests as inp
from service.api.schemas import responses as out
from service.inference.call_trace import UNTRACED, CallTrace
from service.inference.protocol import Call, Engine, FairShare, NoSuchModel, Priority
from service.kit.offload import LIGHT, LONG, offload
from service.text.document import Document


class Analysis:
    """What the documents of one request share.

    Args:
        timings: seconds by stage are added to it.
        deadline: of all its calls, None for none.
    """

    def __init__(
        self,
        operation: Operation,
        services: Services,
        permit: Permit,
        timings: dict[str, float],
        deadline: float | None,
    ) -> None:
        self.operation = operation
        self.permit = permit
        self.settings = services.settings
        self.metrics = services.metrics
        self._engine = services.engine
        self._read_limiter = services.read_limiter
        self._admission = services.admission
        self._results = services.results
        self._timings = timings
        self._deadline = deadline
        self._fair_share = FairShare()

    @classmethod
    def of(cls, request: Request, operation: Operation) -> Analysis:
        """That of a request. Raises `InvalidHeader`."""
        services: Services = request.state.services
        permit: Permit = request.scope["permit"]
        timings: dict[str, float] = request.scope.setdefault("timings", {})
        return cls(operation, services, permit, timings, due(permit, services.settings))

    @classmethod
    def unwatched(
        cls,
        operation: Operation,
        services: Services,
        seconds: float | None = None,
        call_trace: CallTrace = UNTRACED,
    ) -> Analysis:
        """That of one document that goes after what callers wait for.

        Args:
            services: with an engine that is gentle.
            seconds: its time limit from now on, None for none.
            call_trace: is told of all that happens.
        """
        now = time.monotonic()
        deadline = None if seconds is None else now + seconds
        permit = Permit(operation.name, now, deadline, 0.0, 0.0, 0.0, priority=Priority.BULK)
        permit.call_trace = call_trace
        return cls(operation, services, permit, {}, deadline)

    def arrived(self, size: int) -> None:
        """The body is there, and so long."""
        self._admission.arrived(self.permit, size)

    async def parse(self, raw: bytes) -> dict[str, Any]:
        """The body as a JSON object. Raises `Problem` or `DeadlineExceeded`."""
        asked = time.monotonic()
        async with within(self.permit, {}), self._read_limiter.place(REQUEST):
            self.permit.spend("turn", time.monotonic() - asked)
            if len(raw) <= LONG:  # ten milliseconds, were it brackets from end to end
                return parse_object(raw)
            return await offload(len(raw), parse_object, raw)

    async def result(self, posted: Posted) -> str:
        """The result of one document as JSON, perhaps one that another replica has computed.

        Raises `Problem` or `EngineError`.
        """
        with self.permit.call_trace.part("document", posted.index or 0) as call_trace:
            if self._results is None or posted.includes("usage"):  # that is of this very call
                return await self._computed(posted, call_trace)

            found = True

            async def compute() -> str:
                nonlocal found
                found = False
                nameless = posted.given.model_copy(update={"id": None})
                return await self._computed(replace(posted, given=nameless, index=None), call_trace)

            async with within(self.permit, {}):
                content = await self._results.get(
                    posted.given, posted.options, posted.size, compute, alone=self._bulk
                )
            if found:
                self.metrics.document(self.operation.name, "ok")
            return named(content, posted.given.id, posted.index)

    @property
    def _bulk(self) -> bool:
        return self.permit.priority is Priority.BULK

    def failed(self, problem: Problem) -> None:
        """Count a document without a result."""
        self.metrics.document(self.operation.name, problem.slug())

    async def _computed(self, posted: Posted, call_trace: CallTrace) -> str:
        given, options = posted.given, posted.options
        call = Call(
            deadline=self._deadline,
            profile=_profile(options, self._engine),
            priority=self.permit.priority,
            fair_share=self._fair_share,
            call_trace=call_trace,
        )
        self.permit.calls.append(call)
        _check_method(options, call, self._engine)
        began = time.monotonic()
        try:
            async with within(self.permit, call.seconds):
                document = await self._read(posted, call)
                if options.strict_language:
                    check_language(document, given)
                parts = await self.operation.run(document, given, options, self._engine, call)
        finally:
            for stage, seconds in call.seconds.items():
                self._timings[stage] = self._timings.get(stage, 0.0) + seconds
        self.metrics.document(self.operation.name, "ok")
        usage = _usage(document, call, began) if posted.includes("usage") else None
        size = len(document.text) // LIGHT
        return await offload(size, self._render, document, posted, usage, parts)

    async def _read(self, posted: Posted, call: Call) -> Document:
        asked = time.monotonic()
        async with self._read_limiter.place(posted.size, bulk=self._bulk):
            began = time.monotonic()
            call.spend("turn", began - asked)
            try:
                return await offload(posted.size, read, posted.given, self.settings.max_text_bytes)
            finally:
                call.spend("text", time.monotonic() - began)
                self._admission.read(self.permit, posted.share)

    def _render(
        self, document: Document, posted: Posted, usage: out.Usage | None, parts: Parts
    ) -> str:
        show = Renderer(document, posted.options.offset_unit)
        rendered = parts(show)
        self.metrics.warned(w.code for w in rendered["warnings"])
        return self.operation.result(
            id=posted.given.id,
            index=posted.index,
            offset_unit=posted.options.offset_unit,
            language=_language(document),
            usage=usage,
            text=document.posted if posted.includes("text") else None,
            layout=show.layout() if posted.includes("layout") else None,
            **rendered,
        ).model_dump_json()


def _profile(options: inp.CommonOptions, engine: Engine) -> str | None:
    if options.profile and options.profile not in engine.profiles:
        detail = f"This service runs the profile {' and '.join(engine.profiles)} only."
        raise ProfileNotServed(detail, [FieldError("/profile", "not_served", detail)])
    return options.profile


def _check_method(options: inp.CommonOptions, call: Call, engine: Engine) -> None:
    where = asks_for_writing(options)
    if where is None:
        return
    try:
        engine.info("summary", call.profile)
    except NoSuchModel as error:
        detail = "No model here writes summaries; leave `method` out, or have one installed."
        raise NoAbstractiveModel(detail, [FieldError(where, "not_served", detail)]) from error


def _language(document: Document) -> out.Language:
    found = document.language
    return out.Language(
        code=found.code, confidence=round(found.confidence, 4), supported=found.supported
    )


def _usage(document: Document, call: Call, began: float) -> out.Usage:
    seconds = call.seconds | {"total": time.monotonic() - began}
    return out.Usage(
        characters=len(document.posted),
        sentences=len(document.sentences),
        windows=call.windows,
        tokens=call.tokens,
        seconds={stage: round(value, 4) for stage, value in seconds.items()},
    )
