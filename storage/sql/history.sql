-- name: article_story
SELECT s.title, a.story_why FROM articles AS a JOIN stories AS s ON s.id = a.story WHERE a.id = :id

-- name: addresses_of_article
SELECT url_key FROM article_urls WHERE article_id = :id ORDER BY url_key

-- name: entry_of_article
SELECT entry FROM shown WHERE article_id = :id

-- name: matches_of_article
SELECT topic, score, version, matched_at FROM matches WHERE article_id = :id ORDER BY topic

-- name: alerts_of_article
SELECT * FROM alerts WHERE article_id = :id ORDER BY created_at, id

-- name: next_look_of_article
SELECT due_at FROM pages WHERE article_id = :id

-- name: articles_numbered
SELECT id FROM articles WHERE id BETWEEN :first AND :last ORDER BY id LIMIT 2
