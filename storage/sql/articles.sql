-- name: article_by_id
SELECT a.id, a.url, a.feed_id, a.outlet, a.first_seen_at, s.story_id, a.copy_of, a.versions,
  a.origin, a.problem, a.text_hash, a.title, a.author, a.published, a.language, v.text
FROM articles AS a JOIN stories AS s ON s.id = a.story JOIN versions AS v ON v.id = a.version
WHERE a.id = :id

-- name: article_known_by
SELECT min(article_id) AS id FROM article_urls
WHERE url_key IN (SELECT value FROM json_each(:url_keys))

-- name: put_article
INSERT INTO articles (url, feed_id, outlet, first_seen_at, story, story_why, copy_of, versions,
  version, origin, problem, text_hash, title, author, published, language, shingles, sketch)
VALUES (:url, :feed_id, :outlet, :first_seen_at, :story, :story_why, :copy_of, 0, 0, :origin,
  :problem, :text_hash, :title, :author, :published, :language, :shingles, :sketch)
RETURNING id

-- name: put_version
INSERT INTO versions (article_id, number, fetched_at, origin, problem, text_hash, text_json, text,
  raw_sha256, response_json, etag, last_modified, feed_document, seal)
SELECT :article_id, versions + 1, :fetched_at, :origin, :problem, :text_hash, :text_json, :text,
  :raw_sha256, :response_json, :etag, :last_modified, :feed_document, :seal
FROM articles WHERE id = :article_id
RETURNING id, number

-- name: point_at_version
UPDATE articles SET versions = :number, version = :version, origin = :origin, problem = :problem,
  text_hash = :text_hash, title = :title, author = :author, published = :published,
  language = :language, shingles = :shingles, sketch = :sketch
WHERE id = :id

-- name: move_article
UPDATE articles SET story = :story, story_why = :story_why WHERE id = :id

-- name: story_of_article
SELECT story FROM articles WHERE id = :id

-- name: version_to_replace
SELECT a.sketch, a.title, v.text FROM articles AS a JOIN versions AS v ON v.id = a.version
WHERE a.id = :id

-- name: put_url
INSERT OR IGNORE INTO article_urls (url_key, article_id) VALUES (:url_key, :article_id)

-- name: index_text
INSERT INTO articles_fts (rowid, title, text) VALUES (:id, :title, :text)

-- name: unindex_text
INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', :id, :title, :text)

-- name: same_text
SELECT a.id, s.story_id, a.outlet, a.url, a.shingles, a.first_seen_at,
  coalesce(length(a.sketch), 0) / 8 AS size, coalesce(length(a.sketch), 0) / 8 AS common
FROM articles AS a JOIN stories AS s ON s.id = a.story
WHERE a.text_hash = :text_hash AND a.first_seen_at >= :since
ORDER BY a.first_seen_at, a.id

-- name: holders
SELECT article_id FROM sketches WHERE hash = :hash LIMIT :common + 1

-- name: common_hash
SELECT 1 FROM sketches WHERE hash = :hash LIMIT 1 OFFSET :common

-- name: sketched_article
SELECT a.id, s.story_id, a.outlet, a.url, a.shingles, a.first_seen_at, a.sketch,
  length(a.sketch) / 8 AS size, 0 AS common
FROM articles AS a JOIN stories AS s ON s.id = a.story
WHERE a.id = :id AND a.sketch IS NOT NULL AND a.first_seen_at >= :since AND a.language IS :language

-- name: put_sketch
-- A hash that is common already tells nothing more: its rows stop growing.
INSERT OR IGNORE INTO sketches (hash, article_id)
SELECT value, :article_id FROM json_each(:sketch)
WHERE (SELECT count(*) FROM (SELECT 1 FROM sketches WHERE hash = value LIMIT :common + 1)) <= :common

-- name: drop_sketch
DELETE FROM sketches
WHERE article_id = :article_id AND hash IN (SELECT value FROM json_each(:sketch))
