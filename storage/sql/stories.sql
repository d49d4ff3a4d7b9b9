-- name: story_number
SELECT id, centroid_json FROM stories WHERE story_id = :story_id

-- name: put_story
INSERT INTO stories (story_id, title, language, first_seen_at, newest_at, members, centroid_json,
  facts_json, unsettled)
VALUES (:story_id, :title, :language, :first_seen_at, :newest_at, 0, :centroid_json, :facts_json, 1)
ON CONFLICT (story_id) DO UPDATE SET newest_at = max(newest_at, excluded.newest_at),
  centroid_json = excluded.centroid_json, facts_json = excluded.facts_json, unsettled = 1
RETURNING id

-- name: count_member
UPDATE stories SET members = members + :change WHERE id = :story

-- name: put_story_term
INSERT OR IGNORE INTO story_terms (term, story) VALUES (:term, :story)

-- name: drop_story_term
DELETE FROM story_terms WHERE term = :term AND story = :story

-- name: clusters
-- Rows of stories are long: only those of the stories found at last are read whole.
WITH shared AS MATERIALIZED (
  SELECT t.story, count(*) AS terms
  FROM json_each(:terms) AS wanted CROSS JOIN story_terms AS t ON t.term = wanted.value
  GROUP BY t.story
), found AS MATERIALIZED (
  SELECT s.id, s.newest_at, shared.terms
  FROM shared CROSS JOIN stories AS s ON s.id = shared.story
  WHERE s.newest_at >= :since AND (:language IS NULL OR s.language IS :language)
  ORDER BY shared.terms DESC, s.newest_at DESC, s.id LIMIT :most
)
SELECT s.story_id, s.language, s.centroid_json, s.members, s.newest_at
FROM found CROSS JOIN stories AS s ON s.id = found.id
ORDER BY found.terms DESC, found.newest_at DESC, found.id

-- name: cluster_by_id
SELECT story_id, language, centroid_json, members, newest_at FROM stories WHERE story_id = :story_id

-- name: story_by_id
-- By an id it had, too: a story that became part of another is found in it.
SELECT id, story_id, title, first_seen_at, facts_json FROM stories
WHERE story_id = :story_id OR id = (SELECT story FROM story_merges WHERE story_id = :story_id)
ORDER BY story_id = :story_id DESC LIMIT 1

-- name: sources_of_story
SELECT id, outlet, url, title, language, published, first_seen_at, copy_of FROM articles
WHERE story = :story ORDER BY min(coalesce(published, first_seen_at), first_seen_at), id

-- name: sources_of_stories
SELECT s.story_id, a.id, a.outlet, a.url, a.title, a.language, a.published, a.first_seen_at, a.copy_of
FROM json_each(:stories) AS wanted
CROSS JOIN stories AS s ON s.story_id = wanted.value
CROSS JOIN articles AS a ON a.story = s.id
ORDER BY s.id, min(coalesce(a.published, a.first_seen_at), a.first_seen_at), a.id

-- name: count_document
INSERT INTO languages (language, documents) VALUES (:language, 1)
ON CONFLICT (language) DO UPDATE SET documents = documents + 1

-- name: count_term
INSERT INTO terms (language, term, documents, newest_at)
VALUES (:language, :term, 1, :now)
ON CONFLICT (language, term) DO UPDATE SET documents = documents + 1, newest_at = excluded.newest_at

-- name: frequencies
SELECT t.term, t.documents FROM json_each(:terms) AS wanted
CROSS JOIN terms AS t ON t.language = :language AND t.term = wanted.value

-- name: documents_in_language
SELECT documents FROM languages WHERE language = :language
