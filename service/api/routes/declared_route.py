"""Routes that FastAPI documents and whose requests our own code parses."""

from __future__ import annotations

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class DeclaredRoute(APIRoute):
    """A route that FastAPI documents and that runs its endpoint without FastAPI.

    Bodies, parameters and keys are declared with FastAPI's means, as types and dependencies.
    They are checked by our own code, which is stricter and names each fault by a JSON pointer. So
    what FastAPI puts around an endpoint (dependencies, exit stacks, parsing, validation of the
    answer) would cost its 150 µs for nothing, and no dependency is ever called.

    The endpoint gets the request and the parameters of the path. It returns a response, or a model
    to be sent as JSON.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the endpoint. The app's handlers answer what it raises."""
        if scope["method"] not in (self.methods or ()):
            return await super().handle(scope, receive, send)  # 405
        request = Request(scope, receive, send)
        answer = await self.endpoint(request, **request.path_params)
        if not isinstance(answer, Response):
            answer = Response(answer.model_dump_json(), media_type="application/json")
        await answer(scope, receive, send)
