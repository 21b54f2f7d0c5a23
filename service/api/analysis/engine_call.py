"""The engine calls of one document: their models, deadline and resource use."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from service.api.analysis.context import RequestContext
from service.api.errors.problems import FieldError, NoAbstractiveModel, ProfileNotServed
from service.api.request.documents import Posted
from service.inference.call_trace import CallTrace
from service.inference.protocol import Call, Engine, NoSuchModel


@contextmanager
def engine_call(
    context: RequestContext, posted: Posted, spent: dict[str, float], call_trace: CallTrace
) -> Iterator[Call]:
    """The call that accounts for the work of the block. Raises `Problem` for missing models.

    Seconds by stage are added to `spent`, and at the end to those of the request.
    """
    permit = context.permit
    call = Call(
        deadline=context.deadline,
        profile=_profile(posted, context.services.engine),
        priority=permit.priority,
        fair_share=context.fair_share,
        seconds=spent,
        call_trace=call_trace,
    )
    # Before the check, because the access log counts a document that is refused there.
    permit.calls.append(call)
    _check_optional_models(context, posted, call.profile)
    began = time.monotonic()
    try:
        yield call
    finally:
        call.total = time.monotonic() - began
        for stage, seconds in call.seconds.items():
            context.timings[stage] = context.timings.get(stage, 0.0) + seconds


def _profile(posted: Posted, engine: Engine) -> str | None:
    profile = posted.options.profile
    if profile and profile not in engine.profiles:
        detail = f"This service runs the profile {' and '.join(engine.profiles)} only."
        raise ProfileNotServed(detail, [FieldError("/profile", "not_served", detail)])
    return profile


def _check_optional_models(context: RequestContext, posted: Posted, profile: str | None) -> None:
    asked = context.operation.optional_models(posted.options)
    for pointer, task in asked.items():
        try:
            context.services.engine.info(task, profile)
        except NoSuchModel as error:
            detail = "No model here writes summaries; leave `method` out, or have one installed."
            raise NoAbstractiveModel(detail, [FieldError(pointer, "not_served", detail)]) from error
