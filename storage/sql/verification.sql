-- name: check_raw_keys
SELECT rowid, sha256 FROM raw WHERE sha256 > :after ORDER BY sha256 LIMIT :limit

-- name: check_raw
SELECT bytes, body FROM raw WHERE rowid = :row

-- name: versions_with_raw
SELECT v.article_id, v.number, a.url FROM versions AS v JOIN articles AS a ON a.id = v.article_id
WHERE v.raw_sha256 = :sha256 LIMIT :limit

-- name: documents_with_raw
SELECT response_json FROM feed_documents WHERE raw_sha256 = :sha256 LIMIT 1

-- name: check_version_keys
SELECT id, article_id, number FROM versions
WHERE (article_id, number) > (:article_id, :number) ORDER BY article_id, number LIMIT :limit

-- name: check_version
SELECT v.*, v.raw_sha256 IS NULL OR EXISTS (SELECT 1 FROM raw WHERE sha256 = v.raw_sha256)
  OR EXISTS (SELECT 1 FROM raw_dropped WHERE sha256 = v.raw_sha256) AS raw_accounted_for
FROM versions AS v WHERE v.id = :id

-- name: check_documents
SELECT d.*, EXISTS (SELECT 1 FROM raw WHERE sha256 = d.raw_sha256)
  OR EXISTS (SELECT 1 FROM raw_dropped WHERE sha256 = d.raw_sha256) AS raw_accounted_for
FROM feed_documents AS d WHERE d.id > :after ORDER BY d.id LIMIT :limit

-- name: check_articles
SELECT a.id, a.url, a.versions, a.text_hash = v.text_hash AS same_hash, v.number, length(a.sketch) AS sketch,
  (SELECT count(*) FROM versions WHERE article_id = a.id) AS held,
  EXISTS (SELECT 1 FROM articles_fts_docsize WHERE id = a.id) AS indexed
FROM articles AS a LEFT JOIN versions AS v ON v.id = a.version AND v.article_id = a.id
WHERE a.id > :after ORDER BY a.id LIMIT :limit

-- name: indexed_without_article
SELECT id FROM articles_fts_docsize AS d WHERE NOT EXISTS (SELECT 1 FROM articles WHERE id = d.id)

-- name: sketched_without_article
SELECT DISTINCT article_id FROM sketches AS s
WHERE NOT EXISTS (SELECT 1 FROM articles WHERE id = s.article_id AND sketch IS NOT NULL)

-- name: url_of_article
SELECT url FROM articles WHERE id = :id

-- name: let_go_by_day
SELECT dropped_at / 86400000000 * 86400000000 AS day, count(*) AS bodies FROM raw_dropped
GROUP BY 1 ORDER BY 1

-- name: to_verify
SELECT (SELECT count(*) FROM raw) AS raw, (SELECT count(*) FROM versions) AS versions,
  (SELECT count(*) FROM feed_documents) AS feed_documents, (SELECT count(*) FROM articles) AS articles
