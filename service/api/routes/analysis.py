"""POST /v1/summary, /v1/stance, /v1/sentiment, /v1/analyze."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from service.api.analysis.handler import answer
from service.api.analysis.ndjson_stream import LineStream
from service.api.analysis.tasks import ANALYZE, SENTIMENT, STANCE, SUMMARY, Operation
from service.api.auth import check_key
from service.api.openapi.ndjson_bodies import ndjson_body
from service.api.openapi.operations import TEXT, declare, single_model
from service.api.openapi.security import API_KEY
from service.api.request.ndjson import NDJSON, announces_lines
from service.api.routes.declared_route import DeclaredRoute
from service.api.schemas.jobs import BAD_LINE, AnalyzeLine

router = APIRouter(prefix="/v1", tags=["analysis"], route_class=DeclaredRoute, dependencies=API_KEY)


def _handler(operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        check_key(request, "analyze")
        return await answer(request, operation)

    return handle


for _operation, _summary, _description in (
    (
        SUMMARY,
        "Summarise an article",
        "The sentences that carry the article, each with its rank, score and source span.",
    ),
    (
        STANCE,
        "Find the stance of an article",
        "For or against each target, with ranked evidence and whose view each piece is.",
    ),
    (
        SENTIMENT,
        "Score the sentiment of an article",
        "Sentiment of the document, of every sentence and toward targets.",
    ),
):
    router.add_api_route(
        f"/{_operation.name}",
        _handler(_operation),
        methods=["POST"],
        name=_operation.name,
        summary=_summary,
        description=_description,
        **declare(_operation),
    )


_ANALYZE = declare(ANALYZE)
_ANALYZE["responses"][200]["content"][NDJSON] = ndjson_body(AnalyzeLine, BAD_LINE)
_LINES = {"requestBody": {"content": {NDJSON: ndjson_body(single_model(ANALYZE), TEXT)}}}


@router.post(
    "/analyze",
    summary="Run several analyses over one article",
    openapi_extra=_LINES,
    **_ANALYZE,
)
async def analyze(request: Request) -> Response:
    """Summary, stance and sentiment in one call; the text is read once for all.

    As `application/x-ndjson` each line of the request is a document with its options, and each
    line of the answer is a line's result or error, in the same order and as soon as it is there.
    No more lines are read than can be worked on, so read the answer while you send. A key that is
    taken back, or whose quota is used up, ends the answer with an error."""
    check_key(request, "analyze")
    if announces_lines(request):
        return LineStream(request, ANALYZE)
    return await answer(request, ANALYZE)
