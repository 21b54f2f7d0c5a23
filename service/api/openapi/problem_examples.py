"""One example of every problem, for the OpenAPI document."""

from __future__ import annotations

from service.api.errors.problems import (
    BodyTooLarge,
    BodyTooSlow,
    DeadlineExceeded,
    DuplicateId,
    DuplicateKey,
    ExpectationFailed,
    FieldError,
    Forbidden,
    HeadTooLarge,
    HeadTooSlow,
    InternalError,
    InvalidHeader,
    InvalidParameter,
    InvalidRequest,
    InvalidTarget,
    JobsFull,
    JobsOff,
    JobsUnavailable,
    KeyInUse,
    KeyReused,
    LanguageNotSupported,
    MalformedJson,
    MalformedRequest,
    MethodNotAllowed,
    NoAbstractiveModel,
    NoArticle,
    NotFound,
    NotReady,
    NotUtf8,
    Overloaded,
    Problem,
    ProfileNotServed,
    QuotaExceeded,
    ResultsFull,
    TargetTooLong,
    TaskNotServed,
    TextTooLong,
    TooDeep,
    Unauthorized,
    UnsupportedMediaType,
)

SAMPLES: dict[type[Problem], Problem] = {
    MalformedRequest: MalformedRequest("What came is no valid HTTP request."),
    InvalidTarget: InvalidTarget("The target of a request here begins with `/`."),
    TargetTooLong: TargetTooLong("The target of a request has at most 8192 bytes."),
    ExpectationFailed: ExpectationFailed(
        "The only expectation that is met here is `100-continue`."
    ),
    MalformedJson: MalformedJson("Expecting value at line 1, column 10."),
    NotUtf8: NotUtf8("Byte 12 of the body is not UTF-8."),
    DuplicateKey: DuplicateKey(
        "The key stands twice in one object.",
        [FieldError("/documents/2/text", "duplicate_key", "The key stands twice in one object.")],
    ),
    TooDeep: TooDeep("The JSON is nested deeper than 32 levels."),
    InvalidHeader: InvalidHeader("X-Request-Timeout must be seconds from 0.01 to 600."),
    Unauthorized: Unauthorized(
        "Send a valid key as `Authorization: Bearer KEY` or `X-API-Key: KEY`."
    ),
    Forbidden: Forbidden(
        "The key newsroom has no scope `analyze`, which this takes.",
        scope="analyze",
        scopes=["jobs", "models"],
    ),
    NotFound: NotFound("There is nothing at /v2/summary."),
    MethodNotAllowed: MethodNotAllowed("GET is not possible at /v1/summary."),
    HeadTooSlow: HeadTooSlow("The head of the request did not arrive within 10 s."),
    BodyTooSlow: BodyTooSlow("The body did not arrive within 30 s."),
    BodyTooLarge: BodyTooLarge("The body is larger than 2097152 bytes."),
    TextTooLong: TextTooLong(
        "A text has 1300000 bytes of UTF-8; the limit is 1048576.",
        [FieldError("/text", "too_long", "1300000 bytes of UTF-8; the limit is 1048576")],
    ),
    UnsupportedMediaType: UnsupportedMediaType("Post application/json in UTF-8."),
    InvalidRequest: InvalidRequest(
        "One place of the request is not valid; see `errors`.",
        [FieldError("/text", "blank", "The string is empty or blank.")],
    ),
    DuplicateId: DuplicateId(
        "An earlier document of the batch has the same id.",
        [
            FieldError(
                "/documents/2/id",
                "duplicate_id",
                "An earlier document of the batch has the same id.",
            )
        ],
    ),
    NoArticle: NoArticle(
        "The HTML holds no text.", [FieldError("/html", "no_text", "The HTML holds no text.")]
    ),
    LanguageNotSupported: LanguageNotSupported(
        "The text is in language 'de'; English is supported.",
        [FieldError("/text", "language", "The text is in language 'de'; English is supported.")],
    ),
    ProfileNotServed: ProfileNotServed(
        "This service runs the profile fast only.",
        [FieldError("/profile", "not_served", "This service runs the profile fast only.")],
    ),
    NoAbstractiveModel: NoAbstractiveModel(
        "No model here writes summaries; leave `method` out, or have one installed.",
        [FieldError("/method", "not_served", "No model here writes summaries.")],
    ),
    QuotaExceeded: QuotaExceeded("This key may post 600 KiB a minute. Try again in 12 s."),
    HeadTooLarge: HeadTooLarge("The head of a request has at most 65536 bytes."),
    InternalError: InternalError("Something went wrong here; the request id finds it in the log."),
    TaskNotServed: TaskNotServed("No model here serves stance in the profile fast."),
    NotReady: NotReady("The models are not loaded."),
    Overloaded: Overloaded.after(12),
    DeadlineExceeded: DeadlineExceeded(
        "The time limit passed before the analysis was done.",
        spent={"body": 0.1, "text": 0.1, "queue": 1.2, "model": 0.7},
    ),
    InvalidParameter: InvalidParameter("`after` must be a whole number from 0 on."),
    KeyInUse: KeyInUse("A job is just being posted under this Idempotency-Key."),
    KeyReused: KeyReused("A job with another body was posted under this Idempotency-Key."),
    JobsOff: JobsOff(
        "Set COPYDESK_JOBS_PATH to a file that the service can write, or COPYDESK_JOBS_REDIS_URL."
    ),
    JobsUnavailable: JobsUnavailable(
        "The store of jobs does not answer; what it holds is safe.", headers={"Retry-After": "5"}
    ),
    JobsFull: JobsFull("The store of jobs has no room for more."),
    ResultsFull: ResultsFull("The store of jobs has no room for this result of 2731904 bytes."),
}
