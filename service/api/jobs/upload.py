"""Uploads a job into the store: a JSON body at once, or NDJSON line by line."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.requests import ClientDisconnect, Request

from service.api.errors.problems import (
    BodyTooLarge,
    BodyTooSlow,
    FieldError,
    InvalidRequest,
    KeyInUse,
    KeyReused,
)
from service.api.errors.validation import invalid, validated
from service.api.request.content_type import check_coding, check_headers
from service.api.request.disconnect import CallerGone
from service.api.request.documents import limited
from service.api.request.json_body import parse_object
from service.api.request.ndjson import NdjsonLine, NdjsonSplitter, announces_lines
from service.api.schemas.operations import ANALYZE
from service.config.settings import Settings
from service.jobs.store import JobStore, KeyTaken, Known, StoreError
from service.kit.offload import offload

_AT_ONCE = 256 * 1024  # bytes that are gathered before they go to the store
_AT_MOST = 500  # and documents
_FLUSH_SECONDS = 5.0  # an active upload writes to the store at least this often


class Upload:
    """One posted job. `run` may be called once.

    Args:
        owner: whose job it is.
        key: the request's idempotency key.
    """

    def __init__(self, request: Request, store: JobStore, owner: str, key: str | None) -> None:
        self._request = request
        self._store = store
        self._owner = owner
        self._key = key
        self._settings: Settings = request.state.settings
        self._print = hashlib.sha256()

    async def run(self) -> str:
        """The id of the new job, or of the job that was posted before with the same key.

        Raises `Problem`, `StoreError` and `CallerGone`.
        """
        self._print.update(b"lines\n" if announces_lines(self._request) else b"json\n")
        known = await self._store.known(self._owner, self._key) if self._key is not None else None
        if known is not None:
            return await self._again(known)
        try:
            if announces_lines(self._request):
                check_coding(self._request)
                return await self._lines()
            check_headers(self._request)
            return await self._json()
        except KeyTaken as taken:  # another request with the key runs at the same time
            raise self._in_use() from taken

    async def _json(self) -> str:
        raw = b"".join([chunk async for chunk in self._chunks()])
        body = await offload(len(raw), parse_object, raw)
        options = {name: value for name, value in body.items() if name != "documents"}
        faults: list[FieldError] = []
        validated(ANALYZE.options, options, faults, beside=["documents"])
        if "documents" not in body:
            faults.append(FieldError("/documents", "missing", "The field is required."))
        else:
            faults += limited(body["documents"], self._settings.jobs_max_documents)
        if faults:
            raise invalid(faults)
        payloads = await offload(len(raw), _dumped, body["documents"])
        async with self._new(json.dumps(options).encode()) as job:
            for begin in range(0, len(payloads), _AT_MOST):
                await self._store.add(job, payloads[begin : begin + _AT_MOST])
        return job

    async def _lines(self) -> str:
        async with self._new(None) as job:
            await self._store_lines(job)
        return job

    @asynccontextmanager
    async def _new(self, options: bytes | None) -> AsyncIterator[str]:
        """A new job, which is committed after the block and removed if the block fails."""
        origin = self._request.scope.get("traceparent")
        job = await self._store.begin(self._owner, options, self._key, origin)
        try:
            yield job
            await self._store.commit(job, self._print.hexdigest())
        except BaseException:
            with suppress(StoreError):  # the sweep will remove it, and the first error matters more
                await asyncio.shield(self._store.discard(job))
            raise

    async def _store_lines(self, job: str) -> None:
        cutter = NdjsonSplitter(self._settings.max_body_bytes)
        gathered: list[bytes] = []
        size = count = 0
        flushed = time.monotonic()
        async for line in self._cut(cutter):
            gathered.append(self._checked(line, count))
            size += len(gathered[-1])
            count += 1
            late = time.monotonic() - flushed > _FLUSH_SECONDS
            if size >= _AT_ONCE or len(gathered) >= _AT_MOST or late:
                await self._store.add(job, gathered)
                gathered, size, flushed = [], 0, time.monotonic()
        if not count:
            raise _wrong("too_few", "A job holds at least one document.")
        if gathered:
            await self._store.add(job, gathered)

    async def _cut(self, cutter: NdjsonSplitter) -> AsyncIterator[NdjsonLine]:
        async for chunk in self._chunks():
            for line in cutter.feed(chunk):
                yield line
        for line in cutter.end():
            yield line

    def _checked(self, line: NdjsonLine, before: int) -> bytes:
        if line.raw is None:
            limit = self._settings.max_body_bytes
            raise BodyTooLarge(f"Line {line.number} is longer than {limit} bytes.")
        if before >= self._settings.jobs_max_documents:
            limit = self._settings.jobs_max_documents
            raise _wrong("too_many", f"A job holds at most {limit} documents.")
        return line.raw

    async def _chunks(self) -> AsyncIterator[bytes]:
        """The parts of the body. Each has the time limit `body_seconds`."""
        parts = self._request.stream()
        while True:
            try:
                async with asyncio.timeout(self._settings.body_seconds):
                    chunk = await anext(parts, None)
            except TimeoutError:
                limit = self._settings.body_seconds
                detail = f"Nothing of the body came for {limit:g} s."
                raise BodyTooSlow(detail, headers={"Connection": "close"}) from None
            except ClientDisconnect:
                raise CallerGone from None
            if chunk is None:
                return
            self._print.update(chunk)
            yield chunk

    async def _again(self, known: Known) -> str:
        if known.fingerprint is None:
            raise self._in_use()
        async for _ in self._chunks():
            pass
        if self._print.hexdigest() != known.fingerprint:
            raise KeyReused("A job with another body was posted under this Idempotency-Key.")
        return known.job

    def _in_use(self) -> KeyInUse:
        return KeyInUse("A job is just being posted under this Idempotency-Key.")


def _dumped(documents: list[Any]) -> list[bytes]:
    return [json.dumps(document).encode() for document in documents]


def _wrong(code: str, detail: str) -> InvalidRequest:
    return invalid([FieldError("", code, detail)])
