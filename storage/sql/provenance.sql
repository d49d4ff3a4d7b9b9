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

-- name: to_reread
-- Newest versions whose page is there and was read by another extractor than the present one.
SELECT a.id AS article, a.url, a.feed_id, s.entry, v.*
FROM articles AS a JOIN versions AS v ON v.id = a.version LEFT JOIN shown AS s ON s.article_id = a.id
WHERE a.id > :after AND a.first_seen_at >= :since AND a.first_seen_at < :until
  AND (:source IS NULL OR :source IN (a.feed_id, a.outlet))
  AND (:topic IS NULL OR EXISTS (SELECT 1 FROM matches WHERE article_id = a.id AND topic = :topic))
  AND EXISTS (SELECT 1 FROM raw WHERE sha256 = v.raw_sha256)
  AND json_extract(v.text_json, '$.extractor') <> :extractor
  AND NOT EXISTS (SELECT 1 FROM rereadings WHERE version = v.id AND extractor = :extractor)
ORDER BY a.id LIMIT :limit

-- name: newest_version
SELECT version FROM articles WHERE id = :id

-- name: put_rereading
INSERT INTO rereadings (version, extractor, at) VALUES (:version, :extractor, :at)
ON CONFLICT (version) DO UPDATE SET extractor = excluded.extractor, at = excluded.at
