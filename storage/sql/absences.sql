-- name: open_absence
SELECT since, confirmed_at, back_at, problem FROM absences
WHERE article_id = :article_id AND back_at IS NULL

-- name: absences_of_article
SELECT since, confirmed_at, back_at, problem FROM absences WHERE article_id = :article_id ORDER BY since, id

-- name: begin_absence
INSERT INTO absences (article_id, since, problem) VALUES (:article_id, :at, :problem)

-- name: confirm_absence
UPDATE absences SET confirmed_at = coalesce(confirmed_at, :at), problem = :problem
WHERE article_id = :article_id AND back_at IS NULL

-- name: end_absence
UPDATE absences SET back_at = :at
WHERE article_id = :article_id AND back_at IS NULL AND confirmed_at IS NOT NULL

-- name: forget_absence
-- Seen missing once and back at the next look: the publisher's server had a bad minute.
DELETE FROM absences WHERE article_id = :article_id AND confirmed_at IS NULL

-- name: article_of_page
SELECT article_id FROM pages WHERE id = :id
