-- name: put_match
INSERT INTO matches (article_id, topic, version, score, spans_json, matched_at)
VALUES (:article_id, :topic, (SELECT versions FROM articles WHERE id = :article_id), :score,
  :spans_json, :matched_at)
ON CONFLICT (article_id, topic) DO UPDATE SET version = excluded.version, score = excluded.score,
  spans_json = excluded.spans_json

-- name: put_alert
INSERT OR IGNORE INTO alerts (id, topic, story_id, article_id, kind, created_at, outlets,
  notify_json, digests_json, exempt_json, send_after, data_json)
VALUES (:id, :topic, :story_id, :article_id, :kind, :created_at, :outlets, :notify_json,
  :digests_json, :exempt_json, :send_after, :data_json)

-- name: wait_for_digest
INSERT OR IGNORE INTO digest_waiting (digest, alert_id) VALUES (:digest, :alert_id)

-- name: put_suppressed
INSERT INTO suppressed (topic, story_id, article_id, kind, reason, at)
VALUES (:topic, :story_id, :article_id, :kind, :reason, :at)

-- name: alerts_of_story
SELECT id, created_at, outlets FROM alerts
WHERE topic = :topic AND story_id = :story_id AND kind <> 'surge' ORDER BY created_at, id

-- name: alerts_since
SELECT count(*) FROM alerts WHERE topic = :topic AND created_at > :since AND kind <> 'surge'

-- name: matches_of_story
SELECT count(*) FROM stories AS s JOIN articles AS a ON a.story = s.id
JOIN matches AS m ON m.article_id = a.id AND m.topic = :topic
WHERE s.story_id = :story_id

-- name: muted_until
SELECT until FROM mutes WHERE topic = :topic AND until > :now

-- name: put_mute
INSERT INTO mutes (topic, until) VALUES (:topic, :until)
ON CONFLICT (topic) DO UPDATE SET until = excluded.until

-- name: drop_mute
DELETE FROM mutes WHERE topic = :topic

-- name: get_mutes
SELECT topic, until FROM mutes ORDER BY topic

-- name: list_alerts
SELECT * FROM alerts
WHERE created_at >= :since ORDER BY created_at DESC, id DESC LIMIT :limit

-- name: list_alerts_of_topic
SELECT * FROM alerts
WHERE topic = :topic AND created_at >= :since ORDER BY created_at DESC, id DESC LIMIT :limit

-- name: alerts_beginning
SELECT * FROM alerts WHERE id >= :beginning AND id < :beginning || char(1114111) ORDER BY id LIMIT 2

-- name: list_suppressed
SELECT * FROM suppressed WHERE at >= :since ORDER BY at DESC, id DESC
