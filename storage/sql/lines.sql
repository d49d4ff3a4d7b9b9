-- name: line_histories
SELECT s.shape, count(*) AS articles, sum(CASE WHEN s.article_id = :article_id THEN s.times ELSE 0 END) AS times
FROM json_each(:shapes) AS wanted
CROSS JOIN shifting_lines AS s ON s.host = :host AND s.shape = wanted.value
GROUP BY s.shape

-- name: line_shifted
INSERT INTO shifting_lines (host, shape, article_id, times, changed_at)
SELECT :host, value, :article_id, 1, :at FROM json_each(:shapes) WHERE true
ON CONFLICT (host, shape, article_id) DO UPDATE SET times = times + 1, changed_at = excluded.changed_at

-- name: prune_shifting_lines
DELETE FROM shifting_lines WHERE (host, shape, article_id) IN (
  SELECT host, shape, article_id FROM shifting_lines WHERE changed_at < :before LIMIT :limit
)
