-- The vocabulary of the field. Filled from datasets/codebook/*.csv by datasets.schema.lookups.

CREATE TABLE regions (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- the province of a kabupaten or kota, and of a province itself: the first two digits say it
    province_code TEXT GENERATED ALWAYS AS (substr(code, 1, 2)) VIRTUAL REFERENCES regions (code),
    seat TEXT,
    seat_note TEXT,
    latitude REAL,
    longitude REAL,
    point_source TEXT,
    point_note TEXT
) STRICT;
CREATE INDEX regions_kind ON regions (kind);
CREATE INDEX regions_province_code ON regions (province_code);

CREATE TABLE labels (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT,
    description_en TEXT
) STRICT;
CREATE TABLE roles (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT,
    description_en TEXT
) STRICT;
CREATE TABLE statuses (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT,
    description_en TEXT
) STRICT;
CREATE TABLE statement_kinds (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT,
    description_en TEXT
) STRICT;
CREATE TABLE date_roles (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT,
    description_en TEXT
) STRICT;
CREATE TABLE sanction_statuses (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT,
    description_en TEXT
) STRICT;
CREATE TABLE stages (
    code TEXT PRIMARY KEY NOT NULL,
    rank INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT,
    description_en TEXT
) STRICT;
CREATE TABLE acts (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT,
    description_en TEXT
) STRICT;
CREATE TABLE sanction_types (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    level_pp53 TEXT,
    level_pp94 TEXT,
    legal_basis TEXT,
    description TEXT,
    description_en TEXT
) STRICT;

-- The three that the press adds to: what it names and the codebook does not is taken in with in_codebook = 0.

CREATE TABLE positions (
    name TEXT PRIMARY KEY NOT NULL,
    name_en TEXT,
    institution TEXT,
    level TEXT,
    in_codebook INTEGER NOT NULL DEFAULT 1 CHECK (in_codebook IN (0, 1))
) STRICT;
CREATE INDEX positions_institution ON positions (institution);

CREATE TABLE legal_bases (
    citation TEXT PRIMARY KEY NOT NULL,
    name TEXT,
    name_en TEXT,
    kind TEXT,
    number TEXT,
    year INTEGER,
    in_force_from TEXT,
    repealed_by TEXT,
    note TEXT,
    checked INTEGER CHECK (checked IN (0, 1)),
    in_codebook INTEGER NOT NULL DEFAULT 1 CHECK (in_codebook IN (0, 1))
) STRICT;
CREATE INDEX legal_bases_kind ON legal_bases (kind);

CREATE TABLE elections (
    name TEXT PRIMARY KEY NOT NULL,
    name_en TEXT,
    kind TEXT,
    date TEXT,
    title TEXT,
    scope TEXT,
    scope_en TEXT,
    nomination_date TEXT,
    campaign_start TEXT,
    campaign_end TEXT,
    source TEXT,
    note TEXT,
    checked INTEGER CHECK (checked IN (0, 1)),
    in_codebook INTEGER NOT NULL DEFAULT 1 CHECK (in_codebook IN (0, 1))
) STRICT;
CREATE INDEX elections_kind ON elections (kind);
CREATE INDEX elections_date ON elections (date);
