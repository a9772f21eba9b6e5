-- One flat row for people and CSV: Indonesian names in place of codes, English beside, the codes for joining.
-- The names in braces stand for columns that the views share: see _VIEW_PARTS beside this file.

CREATE VIEW violations_flat AS
SELECT
    f.id AS violation_id,
    f.accused,
    stages.name AS stage,
    stages.name_en AS stage_en,
    f.stage_code,
    acts.name AS act,
    acts.name_en AS act_en,
    f.act_code,
    f.people,
    f.position,
    positions.name_en AS position_en,
    f.official_id,
    regions.name AS region,
    f.region_code,
    provinces.name AS province,
    f.province_code,
    regions.latitude,
    regions.longitude,
    (
        SELECT group_concat(words, '; ') FROM (
            SELECT sanctions.text || ' (' || sanction_statuses.name || ')' AS words
            FROM sanctions JOIN sanction_statuses ON sanction_statuses.code = sanctions.status_code
            WHERE sanctions.violation_id = f.id ORDER BY words
        )
    ) AS sanctions,
    (
        SELECT group_concat(date, '; ') FROM (
            SELECT DISTINCT date FROM article_dates
            WHERE article_id = a.id AND role_code = 'violation' ORDER BY date
        )
    ) AS violation_dates,
    {elections},
    {article},
    {evidence}
FROM violations AS f
JOIN articles AS a ON a.id = f.article_id
JOIN acts ON acts.code = f.act_code
JOIN stages ON stages.code = f.stage_code
LEFT JOIN positions ON positions.name = f.position
LEFT JOIN regions ON regions.code = f.region_code
LEFT JOIN regions AS provinces ON provinces.code = f.province_code
LEFT JOIN sources ON sources.key = a.source;

CREATE VIEW sanctions_flat AS
SELECT
    f.id AS sanction_id,
    f.text AS sanction,
    sanction_types.name AS type,
    sanction_types.name_en AS type_en,
    f.type_code,
    f.level,
    sanction_statuses.name AS status,
    sanction_statuses.name_en AS status_en,
    f.status_code,
    f.authority,
    f.duration,
    f.violation_id,
    violations.accused,
    violations.official_id,
    violations.people,
    violations.position,
    positions.name_en AS position_en,
    acts.name AS act,
    acts.name_en AS act_en,
    violations.act_code,
    stages.name AS stage,
    stages.name_en AS stage_en,
    violations.stage_code,
    regions.name AS region,
    violations.region_code,
    provinces.name AS province,
    violations.province_code,
    regions.latitude,
    regions.longitude,
    {regions},
    (
        SELECT group_concat(date, '; ') FROM (
            SELECT DISTINCT date FROM article_dates
            WHERE article_id = a.id AND role_code = 'sanction' ORDER BY date
        )
    ) AS sanction_dates,
    {elections},
    {article},
    {evidence}
FROM sanctions AS f
JOIN articles AS a ON a.id = f.article_id
JOIN sanction_types ON sanction_types.code = f.type_code
JOIN sanction_statuses ON sanction_statuses.code = f.status_code
LEFT JOIN violations ON violations.id = f.violation_id
LEFT JOIN acts ON acts.code = violations.act_code
LEFT JOIN stages ON stages.code = violations.stage_code
LEFT JOIN positions ON positions.name = violations.position
LEFT JOIN regions ON regions.code = violations.region_code
LEFT JOIN regions AS provinces ON provinces.code = violations.province_code
LEFT JOIN sources ON sources.key = a.source;

CREATE VIEW statements_flat AS
SELECT
    f.id AS statement_id,
    coalesce(officials.name, f.speaker_text) AS speaker,
    f.official_id,
    officials.position,
    positions.name_en AS position_en,
    statuses.name AS status,
    statuses.name_en AS status_en,
    mentions.status_code,
    regions.name AS region,
    officials.region_code,
    provinces.name AS province,
    officials.province_code,
    regions.latitude,
    regions.longitude,
    statement_kinds.name AS kind,
    statement_kinds.name_en AS kind_en,
    f.kind_code,
    f.quotation,
    f.addressee,
    f.made_on,
    {regions},
    {elections},
    {article},
    {evidence}
FROM statements AS f
JOIN articles AS a ON a.id = f.article_id
JOIN statement_kinds ON statement_kinds.code = f.kind_code
LEFT JOIN mentions ON mentions.id = f.mention_id
LEFT JOIN statuses ON statuses.code = mentions.status_code
LEFT JOIN officials ON officials.id = f.official_id
LEFT JOIN positions ON positions.name = officials.position
LEFT JOIN regions ON regions.code = officials.region_code
LEFT JOIN regions AS provinces ON provinces.code = officials.province_code
LEFT JOIN sources ON sources.key = a.source;

CREATE VIEW officials_flat AS
SELECT
    o.id AS official_id,
    o.name,
    o.position,
    positions.name_en AS position_en,
    regions.name AS region,
    o.region_code,
    provinces.name AS province,
    o.province_code,
    regions.latitude,
    regions.longitude,
    (SELECT count(DISTINCT article_id) FROM mentions WHERE official_id = o.id) AS articles,
    (
        SELECT count(DISTINCT article_id) FROM mentions JOIN articles ON articles.id = mentions.article_id
        WHERE official_id = o.id AND NOT is_copy
    ) AS articles_without_copies,
    (SELECT count(*) FROM statements WHERE official_id = o.id) AS statements,
    (SELECT count(*) FROM violations WHERE official_id = o.id) AS violations,
    (
        SELECT group_concat(name, '; ') FROM (
            SELECT DISTINCT stages.name FROM violations JOIN stages ON stages.code = violations.stage_code
            WHERE official_id = o.id ORDER BY stages.rank
        )
    ) AS stages,
    (
        SELECT group_concat(name_en, '; ') FROM (
            SELECT DISTINCT stages.name_en FROM violations JOIN stages ON stages.code = violations.stage_code
            WHERE official_id = o.id ORDER BY stages.rank
        )
    ) AS stages_en,
    (
        SELECT group_concat(words, '; ') FROM (
            SELECT DISTINCT sanctions.text || ' (' || sanction_statuses.name || ')' AS words
            FROM violations
            JOIN sanctions ON sanctions.violation_id = violations.id
            JOIN sanction_statuses ON sanction_statuses.code = sanctions.status_code
            WHERE official_id = o.id ORDER BY words
        )
    ) AS sanctions,
    (
        SELECT min(published_on) FROM mentions JOIN articles ON articles.id = mentions.article_id
        WHERE official_id = o.id
    ) AS first_on,
    (
        SELECT max(published_on) FROM mentions JOIN articles ON articles.id = mentions.article_id
        WHERE official_id = o.id
    ) AS last_on
FROM officials AS o
LEFT JOIN positions ON positions.name = o.position
LEFT JOIN regions ON regions.code = o.region_code
LEFT JOIN regions AS provinces ON provinces.code = o.province_code;

CREATE VIEW articles_flat AS
SELECT
    a.id AS article_id,
    a.title,
    a.url,
    sources.name AS newspaper,
    a.source,
    paper_provinces.name AS newspaper_province,
    a.published_on,
    a.published_month,
    a.published_at,
    a.author,
    labels.name AS label,
    labels.name_en AS label_en,
    a.label_code,
    a.score,
    {regions},
    (
        SELECT group_concat(words, '; ') FROM (
            SELECT DISTINCT mentions.name || ' (' || officials.position || ')' AS words
            FROM mentions JOIN officials ON officials.id = mentions.official_id
            WHERE article_id = a.id ORDER BY words
        )
    ) AS officials,
    (SELECT count(*) FROM statements WHERE article_id = a.id) AS statements,
    (SELECT count(*) FROM violations WHERE article_id = a.id) AS violations,
    (SELECT count(*) FROM sanctions WHERE article_id = a.id) AS sanctions,
    (
        SELECT group_concat(citation, '; ') FROM (
            SELECT DISTINCT citation FROM article_laws WHERE article_id = a.id ORDER BY citation
        )
    ) AS legal_bases,
    {elections},
    a.is_copy,
    a.syndicated_from,
    (SELECT count(*) FROM articles AS copies WHERE copies.syndicated_from = a.id) AS copies
FROM articles AS a
JOIN labels ON labels.code = a.label_code
LEFT JOIN sources ON sources.key = a.source
LEFT JOIN regions AS paper_provinces ON paper_provinces.code = sources.province_code;
