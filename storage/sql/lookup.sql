-- name: count_archive
SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM versions) AS versions,
  (SELECT count(*) FROM stories) AS stories,
  (SELECT count(*) FROM pages WHERE due_at IS NOT NULL AND rank = 0) AS pages_waiting

-- name: articles_read
SELECT count(*) FROM articles WHERE first_seen_at >= :since

-- name: count_deliveries
SELECT state, count(*) AS number FROM deliveries GROUP BY state

-- name: count_matches
SELECT topic, count(*) AS number FROM matches GROUP BY topic

-- name: count_alerts
SELECT topic, count(*) AS number FROM alerts GROUP BY topic

-- name: search
SELECT a.id, a.url, a.feed_id, a.outlet, a.first_seen_at, s.story_id, a.copy_of, a.versions,
  a.origin, a.problem, a.text_hash, a.title, a.author, a.published, a.language, v.text, f.rank
FROM (
  SELECT rowid, -bm25(articles_fts, 3.0, 1.0) AS rank FROM articles_fts
  WHERE articles_fts MATCH :match ORDER BY bm25(articles_fts, 3.0, 1.0), rowid LIMIT :limit
) AS f
JOIN articles AS a ON a.id = f.rowid
JOIN stories AS s ON s.id = a.story
JOIN versions AS v ON v.id = a.version
ORDER BY f.rank DESC, a.id
