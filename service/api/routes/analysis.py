"""POST /v1/<task> for each task, and /v1/analyze."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.api.analysis.handler import answer
from service.api.analysis.ndjson_stream import LineStream
from service.api.auth import MayAnalyze, check_key
from service.api.openapi.operations import describe
from service.api.request.ndjson import announces_lines
from service.api.schemas.operations import OPERATIONS, Operation


class AnalysisRoute(APIRoute):
    """A route that FastAPI documents and we serve.

    Bodies are parsed and answers made by hand, so what FastAPI puts around a handler
    (dependencies, exit stacks, response models) would cost its 150 µs for nothing.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the key, run the handler. What it raises, the app's handlers answer."""
        if scope["method"] not in (self.methods or ()):
            return await super().handle(scope, receive, send)  # 405
        request = Request(scope, receive, send)
        check_key(request, "analyze")
        response: Response = await self.endpoint(request, None)
        await response(scope, receive, send)


router = APIRouter(prefix="/v1", tags=["analysis"], route_class=AnalysisRoute)


def _route(operation: Operation) -> None:
    """Serve an operation; a result for several tasks comes as lines too."""

    async def endpoint(request: Request, _: MayAnalyze) -> Response:
        if operation.several and announces_lines(request):
            return LineStream(request, operation)
        return await answer(request, operation)

    router.post(f"/{operation.name}", description=operation.description, **describe(operation))(
        endpoint
    )


for _operation in OPERATIONS:
    _route(_operation)
