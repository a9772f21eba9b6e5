-- What was read. Every table of facts ends in the same columns of evidence.
-- Derived columns that people filter by (published_month, is_copy, province_code) are stored and checked rather than
-- generated: SQLite does not count over the index of a generated column without reading every row.

CREATE TABLE articles (
    id TEXT PRIMARY KEY NOT NULL,
    url TEXT NOT NULL UNIQUE,
    source TEXT REFERENCES sources (key),
    domain TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT,
    editor TEXT,
    published_at TEXT,
    published_on TEXT,
    published_month TEXT CHECK (published_month IS substr(published_on, 1, 7)),
    published_by TEXT,
    modified_at TEXT,
    label_code TEXT NOT NULL REFERENCES labels (code),
    score REAL NOT NULL,
    language TEXT,
    tags TEXT,
    syndicated_from TEXT REFERENCES articles (id),
    is_copy INTEGER NOT NULL DEFAULT 0 CHECK (is_copy = (syndicated_from IS NOT NULL)),
    text TEXT NOT NULL,
    removed TEXT,
    extractor TEXT,
    collected_at TEXT NOT NULL
) STRICT;
CREATE INDEX articles_source ON articles (source, published_on);
CREATE INDEX articles_domain ON articles (domain);
CREATE INDEX articles_published_on ON articles (published_on);
CREATE INDEX articles_published_month ON articles (published_month);
CREATE INDEX articles_published_by ON articles (published_by);
CREATE INDEX articles_label_code ON articles (label_code);
CREATE INDEX articles_language ON articles (language);
CREATE INDEX articles_syndicated_from ON articles (syndicated_from);
CREATE INDEX articles_is_copy ON articles (is_copy);

CREATE TABLE pages (
    id TEXT PRIMARY KEY NOT NULL,
    url TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL REFERENCES sources (key),
    state TEXT NOT NULL CHECK (state IN ('relevant', 'not_relevant', 'failed')),
    reason TEXT,
    article_id TEXT REFERENCES articles (id),
    via TEXT NOT NULL,
    http_status INTEGER,
    etag TEXT,
    last_modified TEXT,
    digest TEXT,
    fetched_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 1,
    CHECK ((state = 'relevant') = (article_id IS NOT NULL)),
    CHECK ((state = 'failed') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX pages_source ON pages (source, state);
CREATE INDEX pages_state ON pages (state);
CREATE INDEX pages_reason ON pages (reason);
CREATE INDEX pages_article_id ON pages (article_id);
CREATE INDEX pages_via ON pages (via);
CREATE INDEX pages_fetched_at ON pages (fetched_at);

CREATE TABLE officials (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    position TEXT NOT NULL REFERENCES positions (name),
    region_code TEXT REFERENCES regions (code),
    province_code TEXT REFERENCES regions (code) CHECK (province_code IS substr(region_code, 1, 2)),
    name_and_position TEXT GENERATED ALWAYS AS (name || ', ' || position) VIRTUAL
) STRICT;
CREATE INDEX officials_name_key ON officials (name_key);
CREATE INDEX officials_position ON officials (position);
CREATE INDEX officials_region_code ON officials (region_code);
CREATE INDEX officials_province_code ON officials (province_code);

CREATE TABLE mentions (
    id TEXT PRIMARY KEY NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    official_id TEXT NOT NULL REFERENCES officials (id),
    name TEXT NOT NULL,
    status_code TEXT NOT NULL REFERENCES statuses (code),
    role_code TEXT NOT NULL REFERENCES roles (code),
    {evidence_columns}
) STRICT;
CREATE INDEX mentions_article_id ON mentions (article_id);
CREATE INDEX mentions_official_id ON mentions (official_id, name);
CREATE INDEX mentions_status_code ON mentions (status_code);
CREATE INDEX mentions_role_code ON mentions (role_code);

CREATE TABLE statements (
    id TEXT PRIMARY KEY NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    speaker_text TEXT NOT NULL,
    official_id TEXT REFERENCES officials (id),
    mention_id TEXT REFERENCES mentions (id) ON DELETE CASCADE,
    kind_code TEXT NOT NULL REFERENCES statement_kinds (code),
    quotation TEXT,
    addressee TEXT,
    made_on TEXT,
    {evidence_columns}
) STRICT;
CREATE INDEX statements_article_id ON statements (article_id);
CREATE INDEX statements_official_id ON statements (official_id);
CREATE INDEX statements_mention_id ON statements (mention_id);
CREATE INDEX statements_kind_code ON statements (kind_code);
CREATE INDEX statements_made_on ON statements (made_on);

CREATE TABLE violations (
    id TEXT PRIMARY KEY NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    accused TEXT NOT NULL,
    official_id TEXT REFERENCES officials (id),
    mention_id TEXT REFERENCES mentions (id) ON DELETE CASCADE,
    people INTEGER,
    position TEXT REFERENCES positions (name),
    region_code TEXT REFERENCES regions (code),
    province_code TEXT REFERENCES regions (code) CHECK (province_code IS substr(region_code, 1, 2)),
    act_code TEXT NOT NULL REFERENCES acts (code),
    stage_code TEXT NOT NULL REFERENCES stages (code),
    {evidence_columns}
) STRICT;
CREATE INDEX violations_article_id ON violations (article_id);
CREATE INDEX violations_official_id ON violations (official_id);
CREATE INDEX violations_mention_id ON violations (mention_id);
CREATE INDEX violations_position ON violations (position);
CREATE INDEX violations_region_code ON violations (region_code);
CREATE INDEX violations_province_code ON violations (province_code);
CREATE INDEX violations_act_code ON violations (act_code);
CREATE INDEX violations_stage_code ON violations (stage_code);

CREATE TABLE sanctions (
    id TEXT PRIMARY KEY NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    violation_id TEXT REFERENCES violations (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    type_code TEXT NOT NULL REFERENCES sanction_types (code),
    level TEXT,
    status_code TEXT NOT NULL REFERENCES sanction_statuses (code),
    authority TEXT,
    duration TEXT,
    {evidence_columns}
) STRICT;
CREATE INDEX sanctions_article_id ON sanctions (article_id);
CREATE INDEX sanctions_violation_id ON sanctions (violation_id);
CREATE INDEX sanctions_type_code ON sanctions (type_code);
CREATE INDEX sanctions_level ON sanctions (level);
CREATE INDEX sanctions_status_code ON sanctions (status_code);
CREATE INDEX sanctions_authority ON sanctions (authority);

CREATE TABLE article_regions (
    id TEXT PRIMARY KEY NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    region_code TEXT NOT NULL REFERENCES regions (code),
    province_code TEXT REFERENCES regions (code) CHECK (province_code IS substr(region_code, 1, 2)),
    {evidence_columns}
) STRICT;
CREATE INDEX article_regions_article_id ON article_regions (article_id);
CREATE INDEX article_regions_region_code ON article_regions (region_code);
CREATE INDEX article_regions_province_code ON article_regions (province_code);

CREATE TABLE article_dates (
    id TEXT PRIMARY KEY NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    date TEXT NOT NULL,
    role_code TEXT NOT NULL REFERENCES date_roles (code),
    text TEXT NOT NULL,
    printed TEXT,
    {evidence_columns}
) STRICT;
CREATE INDEX article_dates_article_id ON article_dates (article_id, role_code, date);
CREATE INDEX article_dates_date ON article_dates (date);
CREATE INDEX article_dates_role_code ON article_dates (role_code);

CREATE TABLE article_laws (
    id TEXT PRIMARY KEY NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    citation TEXT NOT NULL REFERENCES legal_bases (citation),
    {evidence_columns}
) STRICT;
CREATE INDEX article_laws_article_id ON article_laws (article_id);
CREATE INDEX article_laws_citation ON article_laws (citation);

CREATE TABLE article_elections (
    id TEXT PRIMARY KEY NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    election TEXT NOT NULL REFERENCES elections (name),
    {evidence_columns}
) STRICT;
CREATE INDEX article_elections_article_id ON article_elections (article_id);
CREATE INDEX article_elections_election ON article_elections (election);
