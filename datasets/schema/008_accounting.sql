-- How each newspaper ended in each run, why pages and listings failed, and in what state each newspaper is.

-- How a run ended does not tell what it was asked for: one with --limit may also be stopped or killed.
ALTER TABLE runs ADD COLUMN limited INTEGER NOT NULL DEFAULT 0;
UPDATE runs SET limited = 1 WHERE state = 'limited';

ALTER TABLE source_runs ADD COLUMN state TEXT;
ALTER TABLE source_runs ADD COLUMN listings INTEGER;
ALTER TABLE source_runs ADD COLUMN undated INTEGER;
ALTER TABLE source_runs ADD COLUMN requests INTEGER;
ALTER TABLE source_runs ADD COLUMN seconds REAL;
ALTER TABLE source_runs ADD COLUMN expected REAL;
CREATE INDEX source_runs_state ON source_runs (state);

ALTER TABLE sources ADD COLUMN checked_on TEXT;
ALTER TABLE sources ADD COLUMN check_found TEXT;

CREATE TABLE source_run_failures (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    source TEXT NOT NULL REFERENCES sources (key),
    kind TEXT NOT NULL CHECK (kind IN ('listing', 'page')),
    reason TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    example TEXT,
    PRIMARY KEY (run, source, kind, reason)
) STRICT;
CREATE INDEX source_run_failures_source ON source_run_failures (source);
CREATE INDEX source_run_failures_reason ON source_run_failures (reason);
CREATE INDEX source_run_failures_kind ON source_run_failures (kind);

CREATE TABLE source_states (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT NOT NULL,
    description_en TEXT NOT NULL
) STRICT;

CREATE TABLE source_health (
    source TEXT PRIMARY KEY NOT NULL REFERENCES sources (key),
    state_code TEXT NOT NULL REFERENCES source_states (code),
    since TEXT NOT NULL,
    reason TEXT,
    expected REAL,
    seen INTEGER,
    days INTEGER,
    answered_at TEXT,
    new_at TEXT,
    checked_at TEXT NOT NULL,
    told_code TEXT REFERENCES source_states (code)
) STRICT;
CREATE INDEX source_health_state_code ON source_health (state_code);
CREATE INDEX source_health_told_code ON source_health (told_code);

CREATE VIEW coverage_flat AS
SELECT
    sources.name AS newspaper,
    sources.key AS source,
    provinces.name AS province,
    sources.province_code,
    source_states.name AS source_state,
    source_states.name_en AS source_state_en,
    h.state_code,
    h.since,
    h.reason,
    h.seen,
    h.expected,
    h.days,
    h.answered_at,
    h.new_at,
    (SELECT count(*) FROM articles WHERE articles.source = sources.key) AS articles,
    (SELECT min(published_on) FROM articles WHERE articles.source = sources.key) AS first_on,
    (SELECT max(published_on) FROM articles WHERE articles.source = sources.key) AS last_on,
    (SELECT count(*) FROM source_runs WHERE source_runs.source = sources.key) AS asked,
    (SELECT count(*) FROM source_runs WHERE source_runs.source = sources.key AND listings > 0) AS answered
FROM sources
LEFT JOIN source_health AS h ON h.source = sources.key
LEFT JOIN source_states ON source_states.code = h.state_code
LEFT JOIN regions AS provinces ON provinces.code = sources.province_code;
