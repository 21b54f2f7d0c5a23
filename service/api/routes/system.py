"""Probes, metrics, models and the documentation page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from service.api.auth import check_key
from service.api.errors.problems import Forbidden, NotReady, Unauthorized
from service.api.openapi.problem_responses import Responses, problem_responses
from service.api.openapi.security import API_KEY
from service.api.routes.declared_route import DeclaredRoute
from service.api.schemas.system import MODEL_SAMPLE, Health, Model, ModelList

router = APIRouter(tags=["system"], route_class=DeclaredRoute)
_OK = Health(status="ok")
_HEALTHY: Responses = {200: {"content": {"application/json": {"example": {"status": "ok"}}}}}
_MODELS_EXAMPLE = {"models": [MODEL_SAMPLE]}
_MODELS_OK: Responses = {200: {"content": {"application/json": {"example": _MODELS_EXAMPLE}}}}
_METRICS_OK: Responses = {
    200: {
        "description": "Prometheus text format.",
        "content": {
            "text/plain": {"example": "# TYPE copydesk_requests_total counter\n"},
        },
    }
}


@router.get(
    "/livez",
    summary="Whether the process is alive",
    operation_id="checkLiveness",
    responses=_HEALTHY | problem_responses(NotReady),
)
async def livez(request: Request) -> Health:
    """200 as long as the event loop runs; 503 only when the models can never be loaded."""
    if request.state.startup.failure is not None:
        raise NotReady("The models could not be loaded; the log says why.")
    return _OK


@router.get(
    "/readyz",
    summary="Whether requests can be served",
    operation_id="checkReadiness",
    responses=_HEALTHY | problem_responses(NotReady),
)
async def readyz(request: Request) -> Health:
    """200 when the models are loaded and the lane is alive, else 503; 503 while stopping."""
    if request.state.shutdown.begun:
        raise NotReady("The service is stopping.", headers={"Retry-After": "1"})
    if not (request.state.startup.done and request.state.engine.ready):
        raise NotReady("The models are not loaded.", headers={"Retry-After": "2"})
    return _OK


@router.get(
    "/startupz",
    summary="Whether start-up is over",
    operation_id="checkStartup",
    responses=_HEALTHY | problem_responses(NotReady),
)
async def startupz(request: Request) -> Health:
    """200 once the models have been loaded; for orchestrators that wait before probing."""
    if not request.state.startup.done:
        raise NotReady("The models are being loaded.", headers={"Retry-After": "2"})
    return _OK


@router.get(
    "/metrics",
    summary="Prometheus metrics",
    operation_id="readMetrics",
    response_class=PlainTextResponse,
    responses=_METRICS_OK | problem_responses(Unauthorized, Forbidden),
    dependencies=API_KEY,
)
async def metrics(request: Request) -> Response:
    """Requests, documents, refusals and the engine's work, with bounded labels."""
    if request.state.settings.metrics_need_key:
        check_key(request, "metrics")
    text = request.state.metrics.render()
    return Response(text, media_type="text/plain; version=0.0.4")


@router.get(
    "/v1/models",
    summary="The models that are served",
    operation_id="listModels",
    responses=_MODELS_OK | problem_responses(Unauthorized, Forbidden),
    dependencies=API_KEY,
)
async def models(request: Request) -> ModelList:
    """Name, version, task and labels of each."""
    check_key(request, "models")
    infos = request.state.engine.models
    return ModelList(models=[Model.model_validate(i, from_attributes=True) for i in infos])


@router.get("/", include_in_schema=False)
async def root(request: Request) -> Response:
    """To the documentation; without a host, which would be whatever the caller named."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/docs")
