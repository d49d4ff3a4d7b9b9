-- name: put_raw
INSERT INTO raw (sha256, bytes, stored_at, body) VALUES (:sha256, :bytes, :stored_at, :body)

-- name: touch_raw
UPDATE raw SET stored_at = max(stored_at, :stored_at) WHERE sha256 = :sha256

-- name: raw_is_back
DELETE FROM raw_dropped WHERE sha256 = :sha256

-- name: get_raw
SELECT body FROM raw WHERE sha256 = :sha256

-- name: note_old_raw
-- Before drop_old_raw, with the same values: the hash stays, with the day its body was let go.
INSERT OR REPLACE INTO raw_dropped (sha256, bytes, dropped_at)
SELECT sha256, bytes, :now
FROM (SELECT * FROM raw WHERE stored_at < :before ORDER BY stored_at, sha256 LIMIT :limit) AS r
WHERE EXISTS (SELECT 1 FROM versions WHERE raw_sha256 = r.sha256)
  OR EXISTS (SELECT 1 FROM feed_documents WHERE raw_sha256 = r.sha256)

-- name: drop_old_raw
-- The version stays, with the hash and the response's headers: only the body is let go.
DELETE FROM raw WHERE sha256 IN (
  SELECT sha256 FROM raw WHERE stored_at < :before ORDER BY stored_at, sha256 LIMIT :limit
)

-- name: drop_raw_of_nobody
DELETE FROM raw WHERE sha256 = :sha256
  AND NOT EXISTS (SELECT 1 FROM versions WHERE raw_sha256 = :sha256)
  AND NOT EXISTS (SELECT 1 FROM feed_documents WHERE raw_sha256 = :sha256)

-- name: forget_dropped_raw_of_nobody
DELETE FROM raw_dropped WHERE sha256 = :sha256
  AND NOT EXISTS (SELECT 1 FROM versions WHERE raw_sha256 = :sha256)
  AND NOT EXISTS (SELECT 1 FROM feed_documents WHERE raw_sha256 = :sha256)

-- name: put_feed_document
INSERT INTO feed_documents (fetched_at, raw_sha256, response_json, seal)
VALUES (:fetched_at, :raw_sha256, :response_json, :seal) RETURNING id

-- name: document_of_page
SELECT feed_document FROM pages WHERE id = :id

-- name: documents_of_nobody
SELECT id, raw_sha256 FROM feed_documents AS d
WHERE fetched_at < :before
  AND NOT EXISTS (SELECT 1 FROM pages WHERE feed_document = d.id)
  AND NOT EXISTS (SELECT 1 FROM versions WHERE feed_document = d.id)
LIMIT :limit

-- name: drop_document
DELETE FROM feed_documents WHERE id = :id

-- name: put_shown
INSERT INTO shown (article_id, entry) VALUES (:article_id, :entry)
ON CONFLICT (article_id) DO UPDATE SET entry = excluded.entry
