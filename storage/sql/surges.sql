-- name: volume
-- An article counts when it was published, as far as that can be believed, and once with its copies.
SELECT count(DISTINCT CASE WHEN told_at > :window THEN original END) AS recent,
  count(DISTINCT CASE WHEN told_at <= :window THEN original END) AS before
FROM (
  SELECT coalesce(a.copy_of, a.id) AS original,
    min(coalesce(a.published, a.first_seen_at), a.first_seen_at) AS told_at
  FROM matches AS m JOIN articles AS a ON a.id = m.article_id
  WHERE m.topic = :topic AND m.matched_at > :begin
) WHERE told_at > :begin

-- name: first_match
SELECT min(matched_at) AS at FROM matches WHERE topic = :topic

-- name: surging
SELECT 1 FROM surges WHERE topic = :topic

-- name: put_surge
INSERT OR REPLACE INTO surges (topic, since) VALUES (:topic, :since)

-- name: drop_surge
DELETE FROM surges WHERE topic = :topic
