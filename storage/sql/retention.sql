-- name: old_articles
SELECT a.id, a.story, a.title, a.sketch, v.text FROM articles AS a
JOIN versions AS v ON v.id = a.version WHERE a.first_seen_at < :before
ORDER BY a.first_seen_at LIMIT :limit

-- name: drop_article
DELETE FROM articles WHERE id = :id

-- name: raw_of_article
SELECT DISTINCT raw_sha256 FROM versions WHERE article_id = :id AND raw_sha256 IS NOT NULL

-- name: prune_stories
DELETE FROM stories WHERE id IN (
  SELECT id FROM stories AS s
  WHERE s.newest_at < :before AND NOT EXISTS (SELECT 1 FROM articles WHERE story = s.id) LIMIT :limit
)

-- name: prune_alerts
-- One that still waits for a digest is kept until it was sent.
DELETE FROM alerts WHERE id IN (
  SELECT id FROM alerts WHERE created_at < :before
    AND NOT EXISTS (SELECT 1 FROM digest_waiting WHERE alert_id = id) LIMIT :limit
)

-- name: prune_suppressed
DELETE FROM suppressed WHERE id IN (SELECT id FROM suppressed WHERE at < :before LIMIT :limit)

-- name: prune_deliveries
DELETE FROM deliveries WHERE id IN (
  SELECT id FROM deliveries WHERE state IN ('sent', 'dead', 'carried') AND done_at < :before LIMIT :limit
)

-- name: prune_messages
DELETE FROM messages WHERE id IN (
  SELECT id FROM messages AS m
  WHERE m.created_at < :before AND NOT EXISTS (SELECT 1 FROM deliveries WHERE message_id = m.id)
  LIMIT :limit
)

-- name: old_sketches
SELECT id, sketch FROM articles
WHERE first_seen_at < :before AND sketch IS NOT NULL ORDER BY first_seen_at LIMIT :limit

-- name: forget_sketch
UPDATE articles SET sketch = NULL WHERE id = :id

-- name: prune_story_terms
DELETE FROM story_terms WHERE story IN (
  SELECT s.id FROM stories AS s WHERE s.newest_at < :before
    AND EXISTS (SELECT 1 FROM story_terms WHERE story = s.id) LIMIT :limit
)

-- name: prune_terms
DELETE FROM terms WHERE (language, term) IN (
  SELECT language, term FROM terms WHERE newest_at < :before LIMIT :limit
)

-- name: prune_entries
DELETE FROM entries WHERE (feed, key) IN (
  SELECT feed, key FROM entries WHERE last_seen_at < :before LIMIT :limit
)

-- name: prune_pages
DELETE FROM pages WHERE id IN (
  SELECT id FROM pages WHERE due_at IS NULL AND seen_at < :before LIMIT :limit
)

-- name: prune_hosts
-- No moment to be ready at means no work; new work makes the row anew.
DELETE FROM hosts WHERE (kind, host) IN (
  SELECT kind, host FROM hosts
  WHERE ready_at IS NULL AND token IS NULL AND not_before < :before LIMIT :limit
)
