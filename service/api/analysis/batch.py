"""A batch: several documents with the same options, each of which may fail alone."""

from __future__ import annotations

import asyncio
from typing import Any

from service.api.analysis.analyze import analyze
from service.api.analysis.context import RequestContext
from service.api.errors import exception_handlers
from service.api.errors.problems import DuplicateId, FieldError, Problem
from service.api.errors.validation import invalid, validated
from service.api.request.documents import Posted, limited, usable_id
from service.api.schemas import requests as inp
from service.api.schemas.responses import DocumentError
from service.inference.protocol import Priority


class DocumentBatch:
    """Several documents with the same options. Raises for an unusable envelope."""

    def __init__(self, context: RequestContext, body: dict[str, Any]) -> None:
        self._context = context
        self._documents = body["documents"]
        faults: list[FieldError] = []
        rest = {k: v for k, v in body.items() if k != "documents"}
        options = validated(context.operation.options, rest, faults, beside=["documents"])
        faults += limited(self._documents, context.services.settings.max_documents)
        if options is None or faults:
            raise invalid(faults)
        if len(self._documents) > context.services.settings.document_concurrency:
            context.permit.priority = Priority.BULK  # so many documents are background work
        self._options = options
        self._ids = [usable_id(document) for document in self._documents]

    async def run(self) -> str:
        """Results and errors of every document, as JSON.

        If no document has a result and some failed by a server error (5xx), the first of these is
        raised, so that the caller retries the request as its status and `Retry-After` say.
        """
        gate = asyncio.Semaphore(self._context.services.settings.document_concurrency)

        async def one(index: int) -> str | Problem:
            async with gate:
                return await self._one(index)

        found = await asyncio.gather(*(one(i) for i in range(len(self._documents))))
        self._context.permit.finished = all(isinstance(r, str) for r in found)
        good = [r for r in found if isinstance(r, str)]
        failures = [r for r in found if isinstance(r, Problem) and r.status >= 500]
        if failures and not good:
            raise failures[0]
        bad = [
            DocumentError(index=i, id=self._ids[i], **r.body()).model_dump_json()
            for i, r in enumerate(found)
            if isinstance(r, Problem)
        ]
        return f'{{"documents":[{",".join(good)}],"errors":[{",".join(bad)}]}}'

    async def _one(self, index: int) -> str | Problem:
        try:
            given, share = self._given(index), 1 / len(self._documents)
            return await analyze(self._context, Posted(given, self._options, index, share))
        except Exception as error:
            problem = exception_handlers.as_problem(error).under(f"/documents/{index}")
            self._context.count(problem.slug())
            return problem

    def _given(self, index: int) -> inp.DocumentInput:
        faults: list[FieldError] = []
        given = validated(self._context.operation.document, self._documents[index], faults)
        if given is None:
            raise invalid(faults)
        if given.id is not None and given.id in self._ids[:index]:
            detail = "An earlier document of the batch has the same id."
            raise DuplicateId(detail, [FieldError("/id", "duplicate_id", detail)])
        return given
