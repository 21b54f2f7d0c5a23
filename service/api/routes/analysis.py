"""POST /v1/<task> for each task, and /v1/analyze."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from service.api.analysis.event_stream import EventStream
from service.api.analysis.handler import answer
from service.api.analysis.ndjson_stream import LineStream
from service.api.auth import check_key
from service.api.openapi.operations import declare
from service.api.openapi.security import API_KEY
from service.api.request.accept import wants_events
from service.api.request.ndjson import announces_lines
from service.api.routes.declared_route import DeclaredRoute
from service.api.schemas.operations import OPERATIONS, Operation

router = APIRouter(prefix="/v1", tags=["analysis"], route_class=DeclaredRoute, dependencies=API_KEY)


def _route(operation: Operation) -> None:
    """Add the route of an operation.

    One with several tasks also supports NDJSON, one whose task reports what it finds events.
    """

    async def endpoint(request: Request) -> Response:
        check_key(request, "analyze")
        if operation.several and announces_lines(request):
            return LineStream(request, operation)
        if operation.streamed and wants_events(request):
            return EventStream(request, operation, operation.streamed)
        return await answer(request, operation)

    router.add_api_route(f"/{operation.name}", endpoint, methods=["POST"], **declare(operation))


for _operation in OPERATIONS:
    _route(_operation)
