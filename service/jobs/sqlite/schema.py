"""The tables of the SQLite store and their migrations."""

# Payloads have their own table, because SQLite rewrites a whole row whenever a claim changes it.
_TABLES = """
CREATE TABLE job (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    key TEXT,
    fingerprint TEXT,
    options BLOB,
    state TEXT NOT NULL CHECK (state IN ('receiving', 'running', 'done', 'cancelled')),
    turn INTEGER NOT NULL DEFAULT 0,
    touched REAL NOT NULL,
    created REAL NOT NULL,
    started REAL,
    ended REAL,
    expires REAL,
    total INTEGER NOT NULL DEFAULT 0,
    succeeded INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX job_key ON job (owner, key) WHERE key IS NOT NULL;
CREATE INDEX job_running ON job (turn) WHERE state = 'running';

CREATE TABLE document (
    number INTEGER PRIMARY KEY,
    job INTEGER NOT NULL,
    position INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    token TEXT,
    until REAL,
    UNIQUE (job, position)
);
CREATE INDEX document_fresh ON document (job, position) WHERE token IS NULL AND attempts = 0;
CREATE INDEX document_suspect ON document (job) WHERE token IS NULL AND attempts > 0;
CREATE INDEX document_claimed ON document (until) WHERE token IS NOT NULL;

CREATE TABLE payload (document INTEGER PRIMARY KEY, content BLOB NOT NULL);

CREATE TABLE result (
    job INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    position INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    finished REAL NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (job, sequence),
    UNIQUE (job, position)
);
"""

_LISTING = "CREATE INDEX job_owner ON job (owner, created, id)"
_TRACING = "ALTER TABLE job ADD COLUMN origin TEXT"

# `job.apart`: the job is quarantined. `document.apart`: it was handed out as a suspect.
_QUARANTINE = (
    "ALTER TABLE job ADD COLUMN apart INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE document ADD COLUMN apart INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX document_apart ON document (job) WHERE apart",
)

# A table with one row; see `StoreUsage`.
_USAGE = (
    "CREATE TABLE room (waiting INTEGER NOT NULL, waiting_bytes INTEGER NOT NULL,"
    " posted REAL NOT NULL, results REAL NOT NULL)",
    "INSERT INTO room SELECT count(*), coalesce(sum(length(content)), 0), 0, 0 FROM payload",
    "CREATE TRIGGER payload_comes AFTER INSERT ON payload BEGIN UPDATE room SET"
    " waiting = waiting + 1, waiting_bytes = waiting_bytes + length(NEW.content); END",
    "CREATE TRIGGER payload_goes AFTER DELETE ON payload BEGIN UPDATE room SET"
    " waiting = waiting - 1, waiting_bytes = waiting_bytes - length(OLD.content); END",
)

# The version of a file is the number of these migrations that it has had.
STEPS = (tuple(_TABLES.split(";")), (_LISTING,), (_TRACING,), _QUARANTINE, _USAGE)
