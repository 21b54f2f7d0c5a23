"""POST /v1/<task> for each task, and /v1/analyze."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from service.api.analysis.handler import answer
from service.api.analysis.ndjson_stream import LineStream
from service.api.auth import check_key
from service.api.openapi.ndjson_bodies import ndjson_body
from service.api.openapi.operations import TEXT, declare, single_model
from service.api.openapi.security import API_KEY
from service.api.request.ndjson import NDJSON, announces_lines
from service.api.routes.declared_route import DeclaredRoute
from service.api.schemas.jobs import BAD_LINE, AnalyzeLine
from service.api.schemas.operations import OPERATIONS, Operation

router = APIRouter(prefix="/v1", tags=["analysis"], route_class=DeclaredRoute, dependencies=API_KEY)


def _handler(operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        check_key(request, "analyze")
        if operation.several and announces_lines(request):
            return LineStream(request, operation)
        return await answer(request, operation)

    return handle


def _declared(operation: Operation) -> dict[str, Any]:
    """What FastAPI says of an operation; one of several tasks takes lines too."""
    words = declare(operation)
    if operation.several:
        words["responses"][200]["content"][NDJSON] = ndjson_body(AnalyzeLine, BAD_LINE)
        lines = {NDJSON: ndjson_body(single_model(operation), TEXT)}
        words["openapi_extra"] = {"requestBody": {"content": lines}}
    return words


for _operation in OPERATIONS:
    router.add_api_route(
        f"/{_operation.name}",
        _handler(_operation),
        methods=["POST"],
        name=_operation.name,
        **_declared(_operation),
    )
