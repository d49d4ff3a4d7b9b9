-- name: unsettled_stories
SELECT story_id FROM stories WHERE unsettled ORDER BY id LIMIT :limit

-- name: settle_story
UPDATE stories SET unsettled = 0 WHERE story_id = :story_id

-- name: story_to_merge
SELECT id, story_id, title, first_seen_at, newest_at, members, centroid_json, facts_json FROM stories
WHERE story_id = :story_id

-- name: move_members
UPDATE articles SET story = :kept, story_why = story_why || :note WHERE story = :gone

-- name: move_alerts
UPDATE alerts SET story_id = :kept_id WHERE story_id = :gone_id

-- name: move_suppressed
UPDATE suppressed SET story_id = :kept_id WHERE story_id = :gone_id

-- name: put_merge
INSERT OR REPLACE INTO story_merges (story_id, story, into_id, title, reason, merged_at)
VALUES (:gone_id, :kept, :kept_id, :title, :reason, :now)

-- name: move_merges
UPDATE story_merges SET story = :kept WHERE story = :gone

-- name: put_merged
UPDATE stories SET newest_at = max(newest_at, :newest_at), members = members + :members,
  centroid_json = :centroid_json, facts_json = :facts_json, unsettled = 1
WHERE id = :kept

-- name: drop_story
DELETE FROM stories WHERE id = :gone

-- name: merges_of_story
SELECT story_id, into_id, title, reason, merged_at FROM story_merges
WHERE story = (SELECT id FROM stories WHERE story_id = :story_id) ORDER BY merged_at, story_id

-- name: stories_beginning
SELECT story_id FROM stories WHERE story_id >= :beginning AND story_id < :beginning || char(1114111)
UNION SELECT story_id FROM story_merges
WHERE story_id >= :beginning AND story_id < :beginning || char(1114111)
ORDER BY story_id LIMIT 2

-- name: reasons_of_story
SELECT a.id, a.story_why FROM articles AS a JOIN stories AS s ON s.id = a.story
WHERE s.story_id = :story_id

-- name: alerts_about_story
SELECT * FROM alerts WHERE story_id = :story_id ORDER BY created_at, id

-- name: put_passage
INSERT OR IGNORE INTO passages (inner_id, outer_id) VALUES (:inner, :outer)

-- name: passages_of_story
SELECT found.inner_id, found.outer_id, i.outlet AS inner_outlet, o.outlet AS outer_outlet
FROM (
  SELECT w.inner_id, w.outer_id FROM stories AS s CROSS JOIN articles AS a ON a.story = s.id
  CROSS JOIN passages AS w ON w.inner_id = a.id WHERE s.story_id = :story_id
  UNION
  SELECT w.inner_id, w.outer_id FROM stories AS s CROSS JOIN articles AS a ON a.story = s.id
  CROSS JOIN passages AS w ON w.outer_id = a.id WHERE s.story_id = :story_id
) AS found
CROSS JOIN articles AS i ON i.id = found.inner_id CROSS JOIN articles AS o ON o.id = found.outer_id
ORDER BY found.inner_id, found.outer_id

-- name: passages_of_article
SELECT p.inner_id, p.outer_id, i.outlet AS inner_outlet, o.outlet AS outer_outlet
FROM passages AS p JOIN articles AS i ON i.id = p.inner_id JOIN articles AS o ON o.id = p.outer_id
WHERE p.inner_id = :id OR p.outer_id = :id ORDER BY p.inner_id, p.outer_id

-- name: fold_under
-- The original and its copies become copies of the text that was published before them.
UPDATE articles SET copy_of = :original,
  story_why = CASE WHEN id = :superseded THEN story_why || :note ELSE story_why END
WHERE id = :superseded OR copy_of = :superseded
