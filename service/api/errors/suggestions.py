"""Suggestions for misspelt names and paths."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise

from starlette.routing import BaseRoute

# Longer names get no suggestion, because comparing takes time by the product of both lengths.
_LONGEST = 64
_NEAR_PATH, _NEAR_FIELD = 0.75, 0.65  # of difflib's ratio
_ALIKE = 0.35  # of the pairs of letters that two paths have on average

_PROBES = frozenset(
    "alive check health healthcheck healthy healthz heartbeat live liveness ping ready readiness "
    "startup status up".split()
)
_DOCUMENTATION = frozenset(
    "api apidoc apidocs documentation openapi openapiyaml redoc swagger swaggerui".split()
)


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The most similar known name as a question; empty if none is similar."""
    if len(name) > _LONGEST:  # nor may a cache keep it
        return ""
    near = _nearest(name, tuple(sorted(known)), _NEAR_FIELD)
    return f" Did you mean `{near}`?" if near else ""


def known_paths(routes: Iterable[BaseRoute]) -> tuple[str, ...]:
    """The paths of the app, with parameters in braces."""
    return tuple(dict.fromkeys(path for route in routes if (path := getattr(route, "path", ""))))


def hint(path: str, known: tuple[str, ...]) -> str:
    """A sentence with the path that was probably meant; empty if none is similar."""
    if len(path) > _LONGEST:
        return ""
    words = {re.sub("[^a-z]", "", step.lower()) for step in path.split("/")}
    if words & _PROBES and "jobs" not in words:
        return " Whether the process lives is told by /livez, whether it serves by /readyz."
    near = _nearest(path, _alike(path, known), _NEAR_PATH)
    if near:
        return f" Did you mean {near}?"
    return " The documentation is at /docs and /openapi.json." if words & _DOCUMENTATION else ""


def _alike(path: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Known paths that may be similar. This filter is ten times as fast as the comparison."""
    pairs = _pairs(path.lower())
    filled = (_filled(template, path) if "{" in template else template for template in known)
    return tuple(
        one
        for one in filled
        if len(pairs & _pairs_of_known(one)) >= _ALIKE * (len(path) + len(one)) / 2
    )


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text)))


_pairs_of_known = lru_cache(maxsize=128)(_pairs)


def _filled(template: str, path: str) -> str:
    """The template with the path's values in place of its parameters."""
    given = path.rstrip("/").split("/")
    steps = template.split("/")
    if len(given) != len(steps):
        return template
    return "/".join(g if s.startswith("{") and g else s for s, g in zip(steps, given, strict=True))


@lru_cache(maxsize=512)
def _nearest(name: str, known: tuple[str, ...], cutoff: float) -> str | None:
    found = get_close_matches(name.lower(), known, 1, cutoff)
    return found[0] if found and "{" not in found[0] else None
