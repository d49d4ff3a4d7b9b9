-- name: put_page
INSERT INTO pages (host, rank, due_at, reason, url, url_key, feed_id, entry_json, seen_at,
  feed_fetched_at, baseline, article_id, etag, last_modified, feed_document)
VALUES (:host, :rank, :due_at, :reason, :url, :url_key, :feed_id, :entry_json, :seen_at,
  :feed_fetched_at, :baseline, :article_id, :etag, :last_modified, :feed_document)

-- name: waiting_page
SELECT id, baseline FROM pages
WHERE url_key = :url_key AND article_id IS NULL AND due_at IS NOT NULL LIMIT 1

-- name: page_is_news
UPDATE pages SET baseline = 0 WHERE id = :id

-- name: hasten_page
UPDATE pages SET due_at = min(coalesce(due_at, :due_at), :due_at)
WHERE article_id = :article_id RETURNING host

-- name: due_pages
SELECT * FROM (
  SELECT * FROM pages WHERE host = :host AND rank = 0 AND due_at <= :now ORDER BY due_at LIMIT :limit
)
UNION ALL SELECT * FROM (
  SELECT * FROM pages WHERE host = :host AND rank = 1 AND due_at <= :now ORDER BY due_at LIMIT :limit
)
LIMIT :limit

-- name: next_page_of_host
SELECT min(due_at) FROM (
  SELECT min(due_at) AS due_at FROM pages WHERE host = :host AND rank = 0 AND due_at IS NOT NULL
  UNION ALL
  SELECT min(due_at) FROM pages WHERE host = :host AND rank = 1 AND due_at IS NOT NULL
)

-- name: hold_pages
UPDATE pages SET token = :token, attempts = attempts + 1, unread = unread + (token IS NOT NULL)
WHERE id IN (SELECT value FROM json_each(:ids))

-- name: return_pages
-- Handed back without a result: each time it waits twice as long.
UPDATE pages SET token = NULL, attempts = attempts - 1, unread = unread + 1,
  due_at = max(due_at, :ready_at + (:wait << min(unread, :doublings)))
WHERE token = :token

-- name: return_all_pages
UPDATE pages SET token = NULL, attempts = attempts - 1 WHERE token IS NOT NULL

-- name: page_is_held
SELECT 1 FROM pages WHERE id = :id AND token = :token

-- name: postpone_page
UPDATE pages SET token = NULL, unread = 0, rank = 1, due_at = :due_at, problem = :problem WHERE id = :id

-- name: give_up_page
UPDATE pages SET token = NULL, unread = 0, due_at = NULL, problem = :problem WHERE id = :id

-- name: read_entry_instead
UPDATE pages SET host = :host, token = NULL, unread = 0, due_at = :due_at, problem = :problem WHERE id = :id

-- name: page_read
DELETE FROM pages WHERE id = :id

-- name: look_again
UPDATE pages SET token = NULL, unread = 0, rank = 1, reason = :reason, due_at = :due_at, attempts = :attempts,
  article_id = :article_id, etag = :etag, last_modified = :last_modified, problem = :problem,
  feed_document = CASE WHEN :reason = 'retry' THEN feed_document END
WHERE id = :id

-- name: next_look
UPDATE pages SET token = NULL, unread = 0, attempts = 0, due_at = :due_at, problem = NULL WHERE id = :id

-- name: other_look
SELECT 1 FROM pages WHERE article_id = :article_id AND id <> :id

-- name: page_validators
SELECT etag, last_modified FROM versions WHERE id = (SELECT version FROM articles WHERE id = :id)
