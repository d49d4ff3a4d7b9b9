-- name: archived_articles
SELECT a.id, a.url, a.feed_id, a.outlet, a.first_seen_at, s.story_id, a.copy_of, a.versions,
  a.origin, a.problem, a.text_hash, a.title, a.author, a.published, a.language, v.text
FROM articles AS a JOIN stories AS s ON s.id = a.story JOIN versions AS v ON v.id = a.version
WHERE a.first_seen_at >= :at AND a.first_seen_at < :until AND (a.first_seen_at, a.id) > (:at, :after)
  AND (:source IS NULL OR :source IN (a.feed_id, a.outlet))
  AND (:topic IS NULL OR EXISTS (SELECT 1 FROM matches WHERE article_id = a.id AND topic = :topic))
ORDER BY a.first_seen_at, a.id LIMIT :limit

-- name: archived_versions
SELECT v.*, d.response_json AS document_json
FROM versions AS v LEFT JOIN feed_documents AS d ON d.id = v.feed_document
WHERE v.article_id = :id ORDER BY v.number

-- name: topics_of_article
SELECT topic FROM matches WHERE article_id = :id ORDER BY topic

