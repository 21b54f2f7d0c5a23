"""Settings that contradict one another, and settings without effect because of others.

A contradiction is an error when the settings are read. A setting without effect is logged at the
start. Each kind is a table, so that a check for a new setting is one more row.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from service.config.fields import SettingsFields


class _Check(NamedTuple):
    """A rule about several settings.

    Attributes:
        true: whether the settings have the fault.
        said: the message, which may name fields of the settings in braces.
        given: if not empty, the rule applies only if at least one of these fields was set.
    """

    true: Callable[[SettingsFields], bool]
    said: str
    given: tuple[str, ...] = ()


def _no_keys(settings: SettingsFields) -> bool:
    return settings.keys_file is None and not settings.api_keys


def _no_jobs(settings: SettingsFields) -> bool:
    return settings.jobs_path is None and settings.jobs_redis_url is None


_CONTRADICTIONS = (
    _Check(
        lambda s: s.profile not in s.profiles,
        "COPYDESK_PROFILE: {profile!r} is not loaded; add it to COPYDESK_PROFILES, or choose one "
        "of those there",
    ),
    _Check(
        lambda s: s.deadline_seconds > s.max_deadline_seconds,
        "COPYDESK_DEADLINE_SECONDS ({deadline_seconds:g}) is more than "
        "COPYDESK_MAX_DEADLINE_SECONDS ({max_deadline_seconds:g})",
    ),
    _Check(
        lambda s: s.strained_queue_seconds > s.max_queue_seconds,
        "COPYDESK_STRAINED_QUEUE_SECONDS ({strained_queue_seconds:g}) is more than "
        "COPYDESK_MAX_QUEUE_SECONDS ({max_queue_seconds:g})",
    ),
    _Check(
        lambda s: s.threads is not None and s.workers > s.threads,
        "COPYDESK_WORKERS ({workers}) is more than COPYDESK_THREADS ({threads}); each worker needs "
        "a thread",
    ),
    _Check(
        lambda s: "*" in s.cors_origins and len(s.cors_origins) > 1,
        "COPYDESK_CORS_ORIGINS: `*` allows every origin; name it alone, or leave it out",
    ),
    _Check(
        lambda s: s.quota_kib_per_minute is not None and _no_keys(s),
        "COPYDESK_QUOTA_KIB_PER_MINUTE needs COPYDESK_KEYS_FILE or COPYDESK_API_KEYS",
    ),
    _Check(
        lambda s: s.metrics_need_key and _no_keys(s),
        "COPYDESK_METRICS_NEED_KEY needs COPYDESK_KEYS_FILE or COPYDESK_API_KEYS",
    ),
    _Check(
        lambda s: s.results_redis_url is not None and s.results_secret is None,
        "COPYDESK_RESULTS_REDIS_URL needs COPYDESK_RESULTS_SECRET, the same in all replicas, such "
        "as `openssl rand -base64 32` prints",
    ),
)

_WITHOUT_EFFECT = (
    _Check(
        lambda s: s.max_text_bytes > s.max_body_bytes,
        "COPYDESK_MAX_TEXT_BYTES ({max_text_bytes}) has no effect: no body may have more than "
        "COPYDESK_MAX_BODY_BYTES ({max_body_bytes})",
        ("max_text_bytes",),
    ),
    _Check(
        lambda s: s.max_body_bytes > s.jobs_max_body_bytes,
        "COPYDESK_MAX_BODY_BYTES ({max_body_bytes}) is more than a whole job may have, "
        "COPYDESK_JOBS_MAX_BODY_BYTES ({jobs_max_body_bytes})",
        ("max_body_bytes",),
    ),
    _Check(
        lambda s: s.jobs_max_json_bytes > s.jobs_max_body_bytes,
        "COPYDESK_JOBS_MAX_JSON_BYTES ({jobs_max_json_bytes}) is more than "
        "COPYDESK_JOBS_MAX_BODY_BYTES ({jobs_max_body_bytes})",
        ("jobs_max_json_bytes",),
    ),
    _Check(
        lambda s: s.threads is not None and s.threads % s.workers > 0,
        "COPYDESK_THREADS ({threads}) does not divide among COPYDESK_WORKERS ({workers}); the rest "
        "stands idle",
    ),
    _Check(
        lambda s: s.lanes is not None and s.threads is not None and s.lanes * s.workers > s.threads,
        "COPYDESK_LANES ({lanes}) is more than the threads of a worker (COPYDESK_THREADS "
        "{threads}, COPYDESK_WORKERS {workers}); as many lanes as these run",
    ),
    _Check(
        lambda s: s.prepared_dir is not None and s.workers > 1,
        "COPYDESK_PREPARED_DIR has no effect with several workers, which prepare a folder of "
        "their own",
    ),
    _Check(
        lambda s: s.otlp_endpoint is not None and _traces_disabled(),
        "COPYDESK_OTLP_ENDPOINT has no effect: OTEL_SDK_DISABLED is true",
    ),
)

# Fields that do nothing unless something else is switched on.
_RESULTS = ("results_seconds", "results_timeout_ms", "results_secret")
_JOBS = (
    "jobs_concurrency", "jobs_attempts", "jobs_lease_seconds", "jobs_keep_hours",
    "jobs_max_documents", "jobs_max_body_bytes", "jobs_max_json_bytes", "jobs_max_store_mib",
)  # fmt: skip


def contradictions(settings: SettingsFields) -> list[str]:
    """A line for each contradiction."""
    return [_said(check, settings) for check in _CONTRADICTIONS if check.true(settings)]


def without_effect(settings: SettingsFields) -> list[str]:
    """A line for each setting that was set and has no effect because of others."""
    given = settings.model_fields_set
    found = [
        _said(check, settings)
        for check in _WITHOUT_EFFECT
        if check.true(settings) and (not check.given or given & set(check.given))
    ]
    if settings.results_redis_url is None:
        found += _idle(settings, _RESULTS, "without COPYDESK_RESULTS_REDIS_URL")
    if _no_jobs(settings):
        found += _idle(settings, _JOBS, "while COPYDESK_JOBS_PATH is off")
    return found


def beyond_machine(settings: SettingsFields, cores: int) -> list[str]:
    """A line for each setting that needs more than the `cores` that this process may use."""
    found = []
    if settings.threads is not None and settings.threads > cores:
        found.append(
            f"COPYDESK_THREADS ({settings.threads}) is more than the cores granted ({cores}); each "
            "pass then waits for a core and is many times slower"
        )
    threads = (settings.threads or cores) // settings.workers
    if settings.threads is None and settings.lanes is not None and settings.lanes > threads > 0:
        found.append(
            f"COPYDESK_LANES ({settings.lanes}) is more than the threads of a worker ({threads}); "
            "as many lanes as these run"
        )
    return found


def _said(check: _Check, settings: SettingsFields) -> str:
    fields = {name: getattr(settings, name) for name in type(settings).model_fields}
    return check.said.format_map(fields)


def _idle(settings: SettingsFields, fields: tuple[str, ...], why: str) -> list[str]:
    given = [name for name in fields if name in settings.model_fields_set]
    return [f"COPYDESK_{name.upper()} has no effect {why}" for name in given]


def _traces_disabled() -> bool:
    return os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
