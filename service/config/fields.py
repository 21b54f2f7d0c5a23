"""The fields of the settings, each with its limits and its purpose."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic.functional_validators import BeforeValidator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from service.config import values
from service.config.env_file import ENCODING

MIB = 1024 * 1024


class SettingsFields(BaseSettings):
    """What an operator may set. Each value is checked by itself."""

    model_config = SettingsConfigDict(
        env_prefix="COPYDESK_",
        env_file=".env",
        env_file_encoding=ENCODING,
        extra="ignore",
        frozen=True,
        allow_inf_nan=False,
    )

    host: str = Field("127.0.0.1", description="Address to listen on; `0.0.0.0` for all.")
    port: int = Field(
        default_factory=values.default_port,
        ge=0,
        le=65535,
        description="Port to listen on, 0 for any that is free; by default `PORT`, which hosting "
        "platforms set, else 8000. `copydesk serve --port` goes before it.",
    )

    models_dir: Path = Field(
        Path(__file__).resolve().parents[2] / "models",
        description="Folder of model folders, each with a model.toml.",
    )
    cache_dir: Path = Field(
        default_factory=values.default_cache,
        description="Folder for base encoders, filled by `copydesk models pull`; by default "
        "`$XDG_CACHE_HOME/copydesk` or `~/.cache/copydesk`.",
    )
    own_models_dir: Path | None = Field(
        None, description="Folder of your own model folders; they go before the built-in ones."
    )
    allow_endpoints: bool = Field(
        False,
        description="Whether a model.toml may name a model behind an OpenAI-compatible endpoint. "
        "Texts are then sent there.",
    )
    hub_url: str | None = Field(
        None,
        description="Address of the model hub that `copydesk models add` and `models pull` ask, or "
        "of a mirror; by default `HF_ENDPOINT`, else the public one. The service itself asks none.",
    )
    profiles: Annotated[
        list[Literal["balanced", "fast", "accurate"]], NoDecode, BeforeValidator(values.split)
    ] = Field(
        ["balanced", "fast", "accurate"],
        description="The profiles that are loaded, with commas between; one saves memory.",
    )
    profile: Literal["balanced", "fast", "accurate"] = Field(
        default_factory=values.first_profile,
        description="The profile of requests that name none; by default the first of "
        "`COPYDESK_PROFILES`.",
    )
    workers: int = Field(
        1,
        ge=1,
        description="Processes that serve. Each has a share of the threads, and a queue and a "
        "cache of its own, with limits for itself. Quotas, and how much the store of jobs may "
        "hold, are for all together.",
    )
    threads: int | None = Field(
        None,
        ge=1,
        description="Compute threads of all workers together; by default the cores the "
        "container grants.",
    )
    drain_seconds: float = Field(
        0.0,
        ge=0,
        description="How long after SIGTERM, with readiness off, connections are still taken: "
        "as long as a load balancer needs to notice.",
    )
    stall_seconds: float = Field(
        30.0,
        ge=3,
        description="A process whose event loop stands still for so long is ended: one of several "
        "workers is replaced, a single one must be started anew by what started it.",
    )
    lanes: int | None = Field(
        None,
        ge=1,
        description="Batches that run at once, among which the threads are shared out; "
        "by default one for each thread.",
    )
    cache_mib: int = Field(
        32, ge=0, description="MiB of finished scores that are kept, 0 for none. No text is kept."
    )
    results_redis_url: SecretStr | None = Field(
        None,
        description="Redis in which replicas share finished results, `redis://:password@host:6379/0`"
        " or `rediss://`; it needs the extra `redis` and `COPYDESK_RESULTS_SECRET`. Without it "
        "nothing is shared.",
    )
    results_secret: SecretStr | None = Field(
        None,
        description="Secret of the deployment from which shared results are encrypted and named, "
        "the same for all replicas and not Redis's password: 32 characters or more, such as "
        "`openssl rand -base64 32` prints. With another one, results of before are not found.",
    )
    results_seconds: float = Field(
        86_400.0, gt=0, description="Seconds for which a shared result is kept."
    )
    results_timeout_ms: float = Field(
        25.0,
        gt=0,
        description="Milliseconds that a request may lose to one question to that Redis; after "
        "three failures in a row it is not asked for a while.",
    )
    precision: Literal["auto", "fp32", "bf16"] = Field(
        "auto",
        description="What the networks compute in; `auto` takes bf16 where the CPU multiplies "
        "in it, at up to twice the speed and with scores off by about 0.001.",
    )
    prepared_dir: Path | None = Field(
        None,
        description="Folder of ready-to-run weights, which several processes share; "
        "`copydesk serve --workers` makes one by itself.",
    )
    max_queue_seconds: float = Field(
        5.0,
        gt=0,
        description="Refuse new work when more than so many seconds of it are ahead: the burst "
        "that is taken on. A request that is alone is let in, however long it takes.",
    )
    strained_queue_seconds: float = Field(
        default_factory=values.at_most("max_queue_seconds", 0.75),
        gt=0,
        description="The same while requests are being refused; by default 0.75, or the other "
        "where that is less. A queue that stands serves no more requests, it only serves each "
        "of them later.",
    )
    max_deadline_seconds: float = Field(
        600.0, gt=0, description="The longest time limit a request may ask for."
    )
    deadline_seconds: float = Field(
        default_factory=values.at_most("max_deadline_seconds", 60.0),
        gt=0,
        description="Time limit of a request that names none itself; by default 60, or the "
        "longest where that is less.",
    )
    body_seconds: float = Field(
        30.0, gt=0, description="Time that a request's body may take; then it is answered 408."
    )
    max_body_bytes: int = Field(
        2 * MIB, ge=1024, description="Largest request body; more is answered 413."
    )
    max_text_bytes: int = Field(
        MIB,
        ge=1024,
        description="Largest text of one document (of HTML: the text in it), in UTF-8 bytes.",
    )
    max_documents: int = Field(100, ge=1, description="Most documents in one request.")
    document_concurrency: int = Field(
        8,
        ge=1,
        description="Documents of one request that are worked on at once; a request of more "
        "lets others go first.",
    )
    keys_file: Path | None = Field(
        None,
        description="File of accepted API keys, as hashes, with scopes and quotas; "
        "`copydesk keys new` writes it. It is read again when it changes. Without it and "
        "`COPYDESK_API_KEYS` the service is open.",
    )
    api_keys: Annotated[list[SecretStr], NoDecode, BeforeValidator(values.split)] = Field(
        default_factory=list,
        description="Accepted API keys themselves, with commas between, for trying it out: they "
        "may do everything and change only with a restart.",
    )
    metrics_need_key: bool = Field(
        False, description="Whether `/metrics` asks for a key of the scope `metrics`."
    )
    quota_kib_per_minute: float | None = Field(
        None,
        gt=0,
        description="KiB of request bodies that each API key without a quota of its own may post "
        "in a minute, to all workers together and, with Redis, to all replicas; more is answered "
        "429.",
    )
    quota_redis_url: SecretStr | None = Field(
        None,
        description="Redis in which replicas count quotas together, `redis://` or `rediss://`; by "
        "default that of shared results, else that of jobs. Without any, and while it is down, "
        "each machine counts by itself. Needs `copydesk[redis]`.",
    )
    cors_origins: Annotated[list[str], NoDecode, BeforeValidator(values.split)] = Field(
        default_factory=list,
        description="Origins, such as `https://news.example`, whose pages a browser lets read "
        "answers, with commas between; `*` for all. None by default.",
    )
    jobs_path: Annotated[Path | None, BeforeValidator(values.off)] = Field(
        default_factory=values.default_jobs,
        description="SQLite file in which jobs are kept, on a local disk, for all workers of one "
        "machine; by default `$XDG_STATE_HOME/copydesk/jobs.sqlite` or "
        "`~/.local/state/copydesk/jobs.sqlite`. No jobs are taken where it is `off` or cannot be "
        "written.",
    )
    jobs_redis_url: SecretStr | None = Field(
        None,
        description="Redis in which jobs are kept instead, for all machines: "
        "`redis://:PASSWORD@HOST:6379/0` or `rediss://…`. Needs `copydesk[redis]`.",
    )
    jobs_concurrency: int = Field(
        4, ge=1, description="Documents of jobs that each worker has in work at once."
    )
    jobs_attempts: int = Field(
        3,
        ge=1,
        description="How many times a document of a job may end a process before it is given up.",
    )
    jobs_lease_seconds: float = Field(
        30.0,
        ge=1,
        description="After so long without news of its worker a document is given to another.",
    )
    jobs_keep_hours: float = Field(
        24.0, gt=0, description="How long an ended job and its results are kept."
    )
    jobs_max_documents: int = Field(100_000, ge=1, description="Most documents in one job.")
    jobs_max_body_bytes: int = Field(
        512 * MIB,
        ge=1024,
        description="Largest body of a job as `application/x-ndjson`, of which each line may have "
        "`COPYDESK_MAX_BODY_BYTES`.",
    )
    jobs_max_json_bytes: int = Field(
        16 * MIB,
        ge=1024,
        description="Largest body of a job as `application/json`, which is parsed in one go.",
    )
    jobs_max_store_mib: int = Field(
        4096,
        ge=1,
        description="MiB that jobs may take in the store, their results included. New ones are "
        "refused (507) while the results of those that wait might not fit.",
    )
    otlp_endpoint: str | None = Field(
        None,
        description="Base address of an OpenTelemetry collector that takes OTLP over HTTP, such as "
        "`http://collector:4318`, to which traces go; needs the extra `otel`. Where it is not "
        "set `OTEL_EXPORTER_OTLP_ENDPOINT` counts; without either no connection is made.",
    )
    log_format: Literal["auto", "json", "console"] = Field(
        "auto",
        description="Form of the log lines; `auto` is `console`, for people, where standard error "
        "is a terminal, and else `json`.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe log lines that are written."
    )
    log_error_messages: bool = Field(
        False,
        description="Whether the messages of unforeseen errors are logged. They may quote what "
        "was posted, so without it only the types of errors and their places in the code are.",
    )

    @field_validator("*", mode="before")
    @classmethod
    def _is_not_empty(cls, given: Any) -> Any:
        return values.not_empty(given)

    @field_validator("port", mode="before")
    @classmethod
    def _is_no_service_link(cls, given: Any) -> Any:
        return values.own_port(given)

    @field_validator(
        "models_dir", "cache_dir", "own_models_dir", "prepared_dir", "keys_file", "jobs_path"
    )
    @classmethod
    def _is_at_home(cls, given: Path | None) -> Path | None:
        return values.at_home(given)

    @field_validator("profiles")
    @classmethod
    def _are_profiles(cls, given: list[str]) -> list[str]:
        return values.once_each(given)

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, given: list[str]) -> list[str]:
        return [values.origin(origin) for origin in given]

    @field_validator("results_redis_url", "jobs_redis_url", "quota_redis_url")
    @classmethod
    def _is_redis(cls, given: SecretStr | None) -> SecretStr | None:
        return None if given is None else values.redis(given)

    @field_validator("results_secret")
    @classmethod
    def _is_secret(cls, given: SecretStr | None) -> SecretStr | None:
        return None if given is None else values.secret(given)

    @field_validator("hub_url")
    @classmethod
    def _is_web_address(cls, given: str | None) -> str | None:
        return None if given is None else values.web_address(given)

    @field_validator("otlp_endpoint")
    @classmethod
    def _can_trace(cls, given: str | None) -> str | None:
        return None if given is None else values.collector(given)
