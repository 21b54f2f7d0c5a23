"""The query parameters of lists, which select a part of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from service.api.errors.problems import InvalidParameter
from service.api.errors.suggestions import did_you_mean
from service.jobs.store import JobState, SortKey

MOST_JOBS = 100  # on one page
JOBS = 20
MOST = 10**9
PLACE = r"^([0-9]{1,11}\.[0-9]{1,16})-([0-9a-f]{32})$"


@dataclass(frozen=True, slots=True)
class PageQuery:
    """A part of an owner's jobs: those in one state or in any, after a sort key."""

    limit: int
    state: JobState | None
    before: SortKey | None

    def after(self, place: SortKey) -> str:
        """The query of the next page."""
        state = {} if self.state is None else {"state": self.state.value}
        cursor = {"before": f"{place[0]!r}-{place[1]}"}
        return urlencode(state | {"limit": self.limit} | cursor)


def page(request: Request) -> PageQuery:
    """The requested part of the owner's jobs. Raises `InvalidParameter`."""
    _check_names(request, "state", "limit", "before")
    state, before = _only(request, "state"), _only(request, "before")
    if state is not None and state not in set(JobState):
        raise InvalidParameter(f"`state` must be one of {', '.join(JobState)}.")
    place = None if before is None else re.fullmatch(PLACE, before)
    if before is not None and place is None:
        raise InvalidParameter("`before` must be as the `next` of a page has it.")
    return PageQuery(
        _number(request, "limit", 1, MOST_JOBS) or JOBS,
        None if state is None else JobState(state),
        None if place is None else (float(place[1]), place[2]),
    )


def part(request: Request) -> tuple[int, int | None]:
    """The sequence number to begin after, and the limit. Raises `InvalidParameter`."""
    _check_names(request, "after", "limit")
    return _number(request, "after", 0, MOST) or 0, _number(request, "limit", 1, MOST)


def _check_names(request: Request, *known: str) -> None:
    for name in request.query_params:
        if name not in known:
            detail = f"There is no parameter {name[:80]!r} here."
            raise InvalidParameter(detail + did_you_mean(name, known))


def _only(request: Request, name: str) -> str | None:
    given = request.query_params.getlist(name)
    if len(given) > 1:
        raise InvalidParameter(f"`{name}` may be given once.")
    return given[0] if given else None


def _number(request: Request, name: str, least: int, most: int) -> int | None:
    given = _only(request, name)
    if given is None:
        return None
    if not re.fullmatch("[0-9]{1,10}", given) or not least <= int(given) <= most:
        raise InvalidParameter(f"`{name}` must be a whole number from {least} to {most}.")
    return int(given)
