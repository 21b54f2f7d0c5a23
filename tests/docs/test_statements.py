"""Numbers that the pages state are those of the code: each sentence is made from the code's own.

Whoever changes a limit finds here the sentence that has to change with it.
"""

from __future__ import annotations

import json

import pytest

from benchmarks.__main__ import FRESH
from service.admission.queue_limit import CALM
from service.api.analysis.build_document import MOST_SENTENCES
from service.api.analysis.event_stream import PING_SECONDS
from service.api.errors.validation import MAX_FAULTS
from service.api.jobs import query
from service.api.request.json_body import MAX_DEPTH
from service.cli.commands.evaluate import LIMIT
from service.config.values import PORT, SHORTEST_SECRET
from service.inference.background_engine import SLICE
from service.inference.batching.fair_queue import HANDICAP
from service.inference.batching.length_buckets import FLOOR
from service.inference.endpoint_settings import EndpointSettings
from service.inference.reader import attributions, mentions
from service.jobs.capacity import ERROR_BYTES
from service.jobs.store import RECENT
from service.kit.circuit_breaker import FAILURES, SHORTEST
from service.kit.circuit_breaker import LONGEST as LONGEST_PAUSE
from service.kit.offload import LONG, SHORT
from service.result_cache.encryption import MOST_PLAIN
from service.result_cache.redis_store import LOCK_SECONDS, MOST_BYTES
from service.server.protocol.early_refusal import Connection
from service.tasks.summary.abstractive import RESERVE
from service.tasks.summary.choose import DUPLICATE
from service.tasks.summary.writing.drafts import REPORTED
from service.tasks.summary.writing.parts import MOST_PARTS
from service.tasks.summary.writing.support import LEAST as LEAST_SUPPORT
from service.tasks.target import MAX_TARGETS, TargetKind
from service.tasks.targeted.passages import find as passages
from service.tasks.targeted.verdicts import aggregate
from service.text.attribution import majority
from service.text.entities.references import LEAST
from service.text.headlines import LONGEST_HEADLINE
from service.text.html import parse
from service.text.html.selection import article_blocks
from service.text.language import identification
from service.text.reading import ReferenceForm
from service.text.sentences.splitter import LONGEST
from tests.conftest import settings
from tests.docs.pages import ROOT, running

MIB, KIB = 1024 * 1024, 1024
GIVEN = settings()
README = "README.md"
REQUEST, ADMISSION, TEXT, ENTITIES, HTML, TARGETS, TASKS, ENGINE, PROTOCOL, SERVER = (
    f"docs/architecture/{page}.md"
    for page in (
        "request", "admission", "text", "entities", "html", "targets", "tasks", "engine",
        "protocol", "server",
    )
)  # fmt: skip
SECURITY, JOBS, SCALING = "docs/security.md", "docs/jobs.md", "docs/scaling.md"
ABSTRACTIVE = "docs/abstractive.md"
SCHEMAS = json.loads((ROOT / "openapi/openapi.json").read_text(encoding="utf-8"))["components"][
    "schemas"
]
TARGET_LENGTH = SCHEMAS["TargetInput"]["properties"]["text"]["maxLength"]
NEAR = passages._NEAR
WEIGHTS = json.loads(
    (ROOT / "service/text/boilerplate/line_weights.json").read_text(encoding="utf-8")
)


def number(value: float) -> str:
    """As the pages write it: 30,000, but 0.75."""
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


STATEMENTS = [
    (README, f"body {GIVEN.max_body_bytes // MIB} MiB, text of one document "
             f"{GIVEN.max_text_bytes // MIB} MiB and {MOST_SENTENCES:,} sentences, "
             f"{MAX_TARGETS} targets of {TARGET_LENGTH} characters, "
             f"{number(GIVEN.deadline_seconds)} s (`X-Request-Timeout` asks for another, "
             f"{number(GIVEN.max_deadline_seconds)} s at most)"),
    (README, f"or up to {GIVEN.max_documents} in `documents`"),
    (README, f"else on {GIVEN.host} and {PORT}"),
    (SECURITY, f"{GIVEN.max_body_bytes // MIB} MiB, by the header and while reading"),
    (SECURITY, f"{MAX_DEPTH} levels; strict JSON"),
    (SECURITY, f"{GIVEN.max_text_bytes // MIB} MiB and {MOST_SENTENCES:,} sentences or lines a "
               f"text, {MAX_TARGETS} targets of {TARGET_LENGTH} characters, "
               f"{MAX_FAULTS} faults reported"),
    (SECURITY, f"{GIVEN.max_documents} documents, or the number that the operator sets"),
    (SECURITY, f"a headline is cut at {LONGEST_HEADLINE} code points"),
    (SECURITY, f"a target is read with {passages.MAX_PASSAGES} passages at most"),
    (SECURITY, f"{number(Connection.head_seconds)} s and {Connection.head_bytes // KIB} KiB for a "
               f"head, {number(GIVEN.body_seconds)} s for a body"),
    (SECURITY, f"{Connection.held_bytes // KIB} KiB and one read of what follows are held"),
    (SECURITY, f"{Connection.surplus_bytes // KIB} KiB beside the content of chunks, "
               f"{Connection.head_bytes // KIB} KiB and {Connection.head_fields} fields a head, "
               f"{Connection.target_bytes // KIB} KiB an address"),
    (SECURITY, f"{Connection.drain_bytes // MIB} MiB of a body are dropped after its answer"),
    (SECURITY, f"a value over {MOST_BYTES // MIB} MiB is not fetched, and a value that unpacks to "
               f"over {MOST_PLAIN // MIB} MiB is not read"),
    (SECURITY, f"a process that stands still for {number(GIVEN.stall_seconds)} s is ended"),
    (REQUEST, f"Text of up to {SHORT:,} characters is processed on the event loop"),
    (REQUEST, f"bodies over {LONG // KIB} KiB are processed in threads"),
    (PROTOCOL, f"up to {Connection.drain_bytes // MIB} MiB of it are dropped"),
    (PROTOCOL, f"dropped for up to {number(Connection.linger_seconds)} s and "
             f"{Connection.linger_bytes // MIB} MiB first"),
    (ADMISSION, f"A burst may fill {number(GIVEN.max_queue_seconds)} s; while requests are being "
                f"refused, and for two seconds after the last refusal, the limit is "
                f"{number(GIVEN.strained_queue_seconds)} s"),
    (ADMISSION, f"A caller who reads nothing of an answer for {number(Connection.read_seconds)} s"),
    (TEXT, f"a sentence over {LONGEST:,} code points is divided"),
    (ENTITIES, f"likeliest antecedents among the {mentions._MOST} mentions before it"),
    (ENTITIES, f"A noun phrase needs log odds above {number(LEAST[ReferenceForm.NOMINAL])}, "
               f"a pronoun above {number(LEAST[ReferenceForm.PRONOUN])}"),
    (SECURITY, f"a reference looks at the {mentions._MOST} mentions before it"),
    (HTML, f"at most {parse.MOST_ELEMENTS:,} elements, {parse.DEEPEST} deep"),
    (HTML, f"less than {article_blocks._SHORT:,} characters of prose, or more than "
             f"{article_blocks.MOST_BLOCKS:,} blocks"),
    (HTML, f"it is cut at {LONGEST_HEADLINE} code points"),
    (TEXT, f"it needs {WEIGHTS['threshold']} of log-odds"),
    (TEXT, f"{WEIGHTS['strict']} above the first paragraph"),
    (TARGETS, f"cosine of {NEAR[TargetKind.TOPIC]:.2f}, {NEAR[TargetKind.CLAIM]:.2f} or more"),
    (TARGETS, f"nowhere ({NEAR[TargetKind.ENTITY]:.2f})"),
    (TASKS, f"A text of up to {passages.SHORT_TEXT} words"),
    (TASKS, f"From {passages.LONG_TEXT} words on"),
    (TASKS, f"(cosine under {passages._FAR})"),
    (TASKS, f"down to {aggregate.NEUTRAL_DISCOUNT}"),
    (ABSTRACTIVE, f"probability of at least {LEAST_SUPPORT}, and each of its numbers and names"),
    (ABSTRACTIVE, f"One of more than {MOST_PARTS} parts is condensed"),
    (ABSTRACTIVE, f"says how far a model is, every {REPORTED} tokens"),
    (ABSTRACTIVE, f"{RESERVE:.0%} of the time limit is kept for that"),
    (ABSTRACTIVE, f"After {number(PING_SECONDS)} s of silence a comment"),
    (ABSTRACTIVE, f"`certainty` ({EndpointSettings.model_fields['certainty'].default})"),
    (ABSTRACTIVE, f"After {FAILURES} failures in a row it is left alone for "
                  f"{number(SHORTEST)} s, and up to "
                  f"{number(LONGEST_PAUSE)} s"),
    (TASKS, f"A sentence that says what a taken one says (cosine {DUPLICATE}, or"),
    (TEXT, f"below {identification._HARDLY:.4f}; from five words on"),
    (TEXT, f"below {identification._UNLIKELY}; and prose below {identification._DOUBTFUL}"),
    (ENGINE, f"Bulk work gets a position {number(HANDICAP)} s later"),
    (ENGINE, f"while {FLOOR:.0%} of the time goes to tokens"),
    (SERVER, f"`COPYDESK_STALL_SECONDS` ({number(GIVEN.stall_seconds)})"),
    (JOBS, f"{number(GIVEN.jobs_keep_hours)} h after its end a job is removed"),
    (JOBS, f"Lines (up to {GIVEN.jobs_max_body_bytes // MIB} MiB) are written to the store"),
    (JOBS, f"a JSON body (up to "
           f"{GIVEN.jobs_max_json_bytes // MIB} MiB)"),
    (JOBS, f"by the last {RECENT} documents"),
    (JOBS, f"{query.JOBS} on a page (`limit`, {query.MOST_JOBS} at most)"),
    (JOBS, f"claims a document for {number(GIVEN.jobs_lease_seconds)} s"),
    (JOBS, f"Each has {GIVEN.jobs_concurrency} documents in work"),
    (JOBS, f"in slices of {SLICE:,} characters"),
    (JOBS, f"`COPYDESK_JOBS_MAX_STORE_MIB` ({GIVEN.jobs_max_store_mib // KIB} GiB)"),
    (JOBS, f"an error of {ERROR_BYTES // KIB} KiB for each"),
    (SCALING, f"a lock that expires after {number(LOCK_SECONDS)} s"),
    (SCALING, f"a value of more than {MOST_BYTES // MIB} MiB is not fetched, one that unpacks to "
              f"more than {MOST_PLAIN // MIB} MiB"),
    (SCALING, f"under a secret of the deployment: {SHORTEST_SECRET} characters or more"),
    (SCALING, f"`COPYDESK_RESULTS_TIMEOUT_MS` ({number(GIVEN.results_timeout_ms)})"),
    ("docs/evaluation.md", f"By default {LIMIT} rows of a set are scored"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "said"), STATEMENTS)
def test_what_a_page_states_is_so(page: str, said: str) -> None:
    assert said in running(page)


def test_numbers_that_are_written_as_words() -> None:
    assert CALM == 2
    assert "for two seconds after the last refusal" in running(ADMISSION)
    assert FAILURES == 3
    assert "After three failures in a row Redis is left alone for a second" in running(SCALING)
    assert FRESH == 6 * 3600
    assert "has not measured in the last six hours" in running("docs/performance.md")
    assert attributions._NEAR == 8
    assert "at most eight sentences away" in running(ENTITIES)
    assert majority.MOSTLY == 0.5
    assert "at least half of its letters" in running(ENTITIES)
    assert GIVEN.document_concurrency == 8
    assert "Eight lines (`COPYDESK_DOCUMENT_CONCURRENCY`) are worked on at once" in running(JOBS)
    assert GIVEN.jobs_attempts == 3
    assert "The third time a process ends over it" in running(JOBS)
