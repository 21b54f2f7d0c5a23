"""One example of every problem, for the OpenAPI document."""

from __future__ import annotations

from service.api.errors import problems as p

_SAMPLES: tuple[p.Problem, ...] = (
    p.MalformedRequest("What came is no valid HTTP request."),
    p.InvalidTarget("The target of a request here begins with `/`."),
    p.TargetTooLong("The target of a request has at most 8192 bytes."),
    p.ExpectationFailed("The only expectation that is met here is `100-continue`."),
    p.MalformedJson("Expecting value at line 1, column 10."),
    p.NotUtf8("Byte 12 of the body is not UTF-8."),
    p.DuplicateKey(
        "The key stands twice in one object.",
        [p.FieldError("/documents/2/text", "duplicate_key", "The key stands twice in one object.")],
    ),
    p.TooDeep("The JSON is nested deeper than 32 levels."),
    p.InvalidHeader("X-Request-Timeout must be seconds from 0.01 to 600."),
    p.Unauthorized("Send a valid key as `Authorization: Bearer KEY` or `X-API-Key: KEY`."),
    p.Forbidden(
        "The key newsroom has no scope `analyze`, which this takes.",
        scope="analyze",
        scopes=["jobs", "models"],
    ),
    p.NotFound("There is nothing at /v2/summary."),
    p.MethodNotAllowed("GET is not possible at /v1/summary."),
    p.HeadTooSlow("The head of the request did not arrive within 10 s."),
    p.BodyTooSlow("The body did not arrive within 30 s."),
    p.BodyTooLarge("The body is larger than 2097152 bytes."),
    p.TextTooLong(
        "A text has 1300000 bytes of UTF-8; the limit is 1048576.",
        [p.FieldError("/text", "too_long", "1300000 bytes of UTF-8; the limit is 1048576")],
    ),
    p.UnsupportedMediaType("Post application/json in UTF-8."),
    p.InvalidRequest(
        "One place of the request is not valid; see `errors`.",
        [p.FieldError("/text", "blank", "The string is empty or blank.")],
    ),
    p.DuplicateId(
        "An earlier document of the batch has the same id.",
        [
            p.FieldError(
                "/documents/2/id",
                "duplicate_id",
                "An earlier document of the batch has the same id.",
            )
        ],
    ),
    p.NoArticle(
        "The HTML holds no text.", [p.FieldError("/html", "no_text", "The HTML holds no text.")]
    ),
    p.LanguageNotSupported(
        "The text is in language 'de'; English is supported.",
        [p.FieldError("/text", "language", "The text is in language 'de'; English is supported.")],
    ),
    p.ProfileNotServed(
        "This service runs the profile fast only.",
        [p.FieldError("/profile", "not_served", "This service runs the profile fast only.")],
    ),
    p.NoAbstractiveModel(
        "No model here writes summaries; leave `method` out, or have one installed.",
        [p.FieldError("/method", "not_served", "No model here writes summaries.")],
    ),
    p.QuotaExceeded("This key may post 600 KiB a minute. Try again in 12 s."),
    p.HeadTooLarge("The head of a request has at most 65536 bytes."),
    p.InternalError("Something went wrong here; the request id finds it in the log."),
    p.TaskNotServed("No model here serves stance in the profile fast."),
    p.EndpointUnavailable(
        "The model is not in this service, and the endpoint did not answer in time."
    ),
    p.NotReady("The models are not loaded."),
    p.Overloaded.after(12),
    p.DeadlineExceeded(
        "The time limit passed before the analysis was done.",
        spent={"body": 0.1, "text": 0.1, "queue": 1.2, "model": 0.7},
    ),
    p.InvalidParameter("`after` must be a whole number from 0 on."),
    p.KeyInUse("A job is just being posted under this Idempotency-Key."),
    p.KeyReused("A job with another body was posted under this Idempotency-Key."),
    p.JobsOff(
        "Set COPYDESK_JOBS_PATH to a file that the service can write, or COPYDESK_JOBS_REDIS_URL."
    ),
    p.JobsUnavailable(
        "The store of jobs does not answer; what it holds is safe.", headers={"Retry-After": "5"}
    ),
    p.JobsFull("The store of jobs has no room for more."),
    p.ResultsFull("The store of jobs has no room for this result of 2731904 bytes."),
)

SAMPLES: dict[type[p.Problem], p.Problem] = {type(sample): sample for sample in _SAMPLES}
