-- Where the articles come from, and what every crawl met.

CREATE TABLE sources (
    key TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    domain TEXT NOT NULL,
    province_code TEXT REFERENCES regions (code),
    regency_code TEXT REFERENCES regions (code),
    way TEXT NOT NULL,
    addresses TEXT,
    selectors TEXT,
    keywords TEXT,
    tags TEXT,
    zone TEXT,
    status TEXT NOT NULL,
    local INTEGER NOT NULL DEFAULT 0 CHECK (local IN (0, 1)),
    verification_method TEXT,
    verified_on TEXT,
    verification_evidence TEXT,
    note TEXT
) STRICT;
CREATE INDEX sources_province_code ON sources (province_code);
CREATE INDEX sources_regency_code ON sources (regency_code);
CREATE INDEX sources_way ON sources (way);
CREATE INDEX sources_status ON sources (status);
CREATE INDEX sources_verification_method ON sources (verification_method);

CREATE TABLE runs (
    id TEXT PRIMARY KEY NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX runs_state ON runs (state);

CREATE TABLE source_runs (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    source TEXT NOT NULL REFERENCES sources (key),
    listed INTEGER NOT NULL DEFAULT 0,
    new INTEGER NOT NULL DEFAULT 0,
    fetched INTEGER NOT NULL DEFAULT 0,
    relevant INTEGER NOT NULL DEFAULT 0,
    not_relevant INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, source)
) STRICT;
CREATE INDEX source_runs_source ON source_runs (source);
