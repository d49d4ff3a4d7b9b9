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
