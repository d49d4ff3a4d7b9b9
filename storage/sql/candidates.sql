-- name: candidates
-- FTS5 yields rows in the order of their ids, backwards too: nothing is sorted, and no more is
-- read than asked for.
SELECT a.id, a.url, a.feed_id, a.outlet, a.first_seen_at, s.story_id, a.copy_of, a.versions,
  a.origin, a.problem, a.text_hash, a.title, a.author, a.published, a.language, v.text
FROM articles_fts AS f
CROSS JOIN articles AS a ON a.id = f.rowid
CROSS JOIN stories AS s ON s.id = a.story
CROSS JOIN versions AS v ON v.id = a.version
WHERE f.articles_fts MATCH :match AND f.rowid BETWEEN :first AND :last
  AND a.first_seen_at >= :since AND a.first_seen_at < :until
  AND (:language IS NULL OR a.language = :language)
  AND (:sources IS NULL OR a.outlet IN (SELECT value FROM json_each(:sources))
    OR a.feed_id IN (SELECT value FROM json_each(:sources)))
  AND (:feeds IS NULL OR a.feed_id IN (SELECT value FROM json_each(:feeds)))
  AND (:topic IS NULL OR EXISTS (SELECT 1 FROM matches AS m WHERE m.article_id = a.id AND m.topic = :topic))
ORDER BY f.rowid DESC LIMIT :limit

-- name: newest_articles
SELECT a.id, a.url, a.feed_id, a.outlet, a.first_seen_at, s.story_id, a.copy_of, a.versions,
  a.origin, a.problem, a.text_hash, a.title, a.author, a.published, a.language, v.text
FROM articles AS a
CROSS JOIN stories AS s ON s.id = a.story
CROSS JOIN versions AS v ON v.id = a.version
WHERE a.id BETWEEN :first AND :last
  AND a.first_seen_at >= :since AND a.first_seen_at < :until
  AND (:language IS NULL OR a.language = :language)
  AND (:sources IS NULL OR a.outlet IN (SELECT value FROM json_each(:sources))
    OR a.feed_id IN (SELECT value FROM json_each(:sources)))
  AND (:feeds IS NULL OR a.feed_id IN (SELECT value FROM json_each(:feeds)))
  AND (:topic IS NULL OR EXISTS (SELECT 1 FROM matches AS m WHERE m.article_id = a.id AND m.topic = :topic))
ORDER BY a.id DESC LIMIT :limit

-- name: articles_seen_between
-- The ids of a span of time, so that the index is walked in that stretch only.
SELECT min(id) AS first, max(id) AS last, count(*) AS articles FROM (
  SELECT id FROM articles INDEXED BY articles_seen
  WHERE first_seen_at >= :since AND first_seen_at < :until LIMIT :most
)
