"""POST /v1/summary, /v1/stance, /v1/sentiment, /v1/analyze."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.api.analysis.handler import answer
from service.api.analysis.ndjson_stream import LineStream
from service.api.analysis.tasks import ANALYZE, SENTIMENT, STANCE, SUMMARY
from service.api.auth import MayAnalyze, check_key
from service.api.openapi.operations import describe
from service.api.request.ndjson import announces_lines


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


@router.post("/summary", **describe(SUMMARY, "Summarise an article"))
async def summarize(request: Request, _: MayAnalyze) -> Response:
    """The sentences that carry the article, each with its rank, score and source span."""
    return await answer(request, SUMMARY)


@router.post("/stance", **describe(STANCE, "Find the stance of an article"))
async def stance(request: Request, _: MayAnalyze) -> Response:
    """For or against each target, with ranked evidence and whose view each piece is."""
    return await answer(request, STANCE)


@router.post("/sentiment", **describe(SENTIMENT, "Score the sentiment of an article"))
async def sentiment(request: Request, _: MayAnalyze) -> Response:
    """Sentiment of the document, of every sentence and toward targets."""
    return await answer(request, SENTIMENT)


@router.post("/analyze", **describe(ANALYZE, "Run several analyses over one article"))
async def analyze(request: Request, _: MayAnalyze) -> Response:
    """Summary, stance and sentiment in one call; the text is read once for all.

    As `application/x-ndjson` each line of the request is a document with its options, and each
    line of the answer is a line's result or error, in the same order and as soon as it is there.
    No more lines are read than can be worked on, so read the answer while you send. A key that is
    taken back, or whose quota is used up, ends the answer with an error."""
    if announces_lines(request):
        return LineStream(request, ANALYZE)
    return await answer(request, ANALYZE)
