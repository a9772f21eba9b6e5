-- What the robots.txt of each host said in each run.

CREATE TABLE robots (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    source TEXT NOT NULL REFERENCES sources (key),
    host TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('rules', 'no_rules', 'unavailable')),
    reason TEXT,
    http_status INTEGER,
    digest TEXT,
    bytes INTEGER,
    crawl_delay REAL,
    disallowed TEXT,
    refused INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, source, host),
    CHECK ((state = 'unavailable') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX robots_source ON robots (source);
CREATE INDEX robots_state ON robots (state);
