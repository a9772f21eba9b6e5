-- What a crawl needs so that the next one asks only for what is new, and where the archive keeps what was read.

CREATE TABLE listings (
    url TEXT PRIMARY KEY NOT NULL,
    source TEXT NOT NULL REFERENCES sources (key),
    etag TEXT,
    last_modified TEXT,
    state TEXT,
    total INTEGER,
    archive_file TEXT,
    archive_offset INTEGER,
    archive_length INTEGER,
    fetched_at TEXT NOT NULL
) STRICT;
CREATE INDEX listings_source ON listings (source);

ALTER TABLE pages ADD COLUMN modified_at TEXT;
ALTER TABLE pages ADD COLUMN archive_file TEXT;
ALTER TABLE pages ADD COLUMN archive_offset INTEGER;
ALTER TABLE pages ADD COLUMN archive_length INTEGER;
ALTER TABLE pages ADD COLUMN archive_also TEXT;
ALTER TABLE pages ADD COLUMN rules TEXT;

ALTER TABLE source_runs ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source_runs ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source_runs ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;

-- The article may be gone, when its newest version is no longer about the subject: so only the page is referred to.
CREATE TABLE article_versions (
    id TEXT PRIMARY KEY NOT NULL,
    page_id TEXT NOT NULL REFERENCES pages (id),
    article_id TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT,
    published_at TEXT,
    published_on TEXT,
    modified_at TEXT,
    text TEXT NOT NULL,
    extractor TEXT,
    collected_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    archive_file TEXT,
    archive_offset INTEGER,
    archive_length INTEGER,
    archive_also TEXT
) STRICT;
CREATE INDEX article_versions_page_id ON article_versions (page_id);
CREATE INDEX article_versions_article_id ON article_versions (article_id);
CREATE INDEX article_versions_replaced_at ON article_versions (replaced_at);
