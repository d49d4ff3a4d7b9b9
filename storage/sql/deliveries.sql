-- name: put_message
INSERT OR IGNORE INTO messages (id, type, created_at, data_json)
VALUES (:id, :type, :created_at, :data_json)

-- name: put_delivery
INSERT OR IGNORE INTO deliveries (message_id, channel, state, next_at, due_at)
VALUES (:message_id, :channel, 'pending', :next_at, :due_at)

-- name: due_delivery
-- The channels are few: step from one to the next in the index, look at the head of each.
WITH RECURSIVE channels (channel) AS (
  SELECT min(channel) FROM deliveries WHERE state IN ('pending', 'retrying')
  UNION ALL
  SELECT (SELECT min(channel) FROM deliveries
          WHERE state IN ('pending', 'retrying') AND channel > channels.channel)
  FROM channels WHERE channels.channel IS NOT NULL
)
SELECT d.id, d.channel, d.state, d.attempts + 1 AS attempts, d.next_at, d.last_error, d.sent_at,
  d.done_at, d.message_id, d.unread + (d.token IS NOT NULL) AS unread, d.carried_by,
  m.type, m.created_at, m.data_json, off.since AS disabled_since, off.reason AS disabled_reason
FROM channels AS c
JOIN deliveries AS d ON d.id = (
  SELECT id FROM deliveries
  WHERE channel = c.channel AND state IN ('pending', 'retrying') AND next_at <= :now
    AND (lease_until IS NULL OR lease_until <= :now)
    AND id NOT IN (SELECT value FROM json_each(:sending))
  ORDER BY next_at LIMIT 1
)
JOIN messages AS m ON m.id = d.message_id
LEFT JOIN disabled_channels AS off ON off.channel = d.channel
WHERE c.channel NOT IN (SELECT value FROM json_each(:busy))
ORDER BY d.next_at, d.id LIMIT 1

-- name: hold_delivery
UPDATE deliveries SET token = :token, lease_until = :until, attempts = attempts + 1, unread = :unread,
  sent_at = :now
WHERE id = :id

-- name: bury_delivery
UPDATE deliveries SET token = NULL, lease_until = NULL, state = 'dead', done_at = :now,
  last_error = :problem
WHERE id = :id

-- name: end_delivery
UPDATE deliveries SET token = NULL, lease_until = NULL, unread = 0, state = :state, done_at = :now,
  last_error = :problem
WHERE id = :id AND token = :token

-- name: retry_delivery
UPDATE deliveries SET token = NULL, lease_until = NULL, unread = 0, state = 'retrying', next_at = :next_at,
  last_error = :problem
WHERE id = :id AND token = :token

-- name: free_deliveries
UPDATE deliveries SET token = NULL, lease_until = NULL, unread = unread + 1
WHERE state IN ('pending', 'retrying') AND token IS NOT NULL

-- name: return_deliveries
UPDATE deliveries SET token = NULL, lease_until = NULL, attempts = attempts - 1
WHERE state IN ('pending', 'retrying') AND token IS NOT NULL

-- name: list_deliveries
SELECT d.id, d.channel, d.state, d.attempts, d.next_at, d.last_error, d.sent_at, d.done_at,
  d.carried_by, d.message_id, m.type, m.created_at, m.data_json
FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id
WHERE d.state IN (SELECT value FROM json_each(:states))
ORDER BY d.id DESC LIMIT :limit

-- name: deliveries_of
SELECT d.id, d.channel, d.state, d.attempts, d.next_at, d.last_error, d.sent_at, d.done_at,
  d.carried_by, d.message_id, m.type, m.created_at, m.data_json
FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id
WHERE d.message_id = :message_id ORDER BY d.id

-- name: accepted_alerts
-- Of each alert the first message that told it and was accepted: from then on somebody knew.
WITH told (alert_id, at) AS (
  SELECT m.id, d.done_at FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id
  WHERE d.state = 'sent' AND d.done_at >= :since AND m.type <> 'digest'
  UNION ALL
  SELECT json_extract(entry.value, '$.id'), d.done_at
  FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id,
    json_each(m.data_json, '$.alerts') AS entry
  WHERE d.state = 'sent' AND d.done_at >= :since AND m.type = 'digest'
)
SELECT json_extract(a.data_json, '$.article.outlet') AS outlet,
  json_extract(a.data_json, '$.latency.published') AS published, min(told.at) AS accepted_at
FROM told JOIN alerts AS a ON a.id = told.alert_id
WHERE a.created_at >= :since
GROUP BY a.id ORDER BY a.created_at DESC LIMIT :limit

-- name: requeue_dead
UPDATE deliveries SET state = 'pending', attempts = 0, unread = 0, next_at = :now, due_at = :now,
  done_at = NULL
WHERE state = 'dead'

-- name: requeue_deliveries
UPDATE deliveries SET state = 'pending', attempts = 0, unread = 0, next_at = :now, due_at = :now,
  done_at = NULL
WHERE id IN (SELECT value FROM json_each(:ids)) AND state IN ('dead', 'retrying') AND token IS NULL

-- name: disable_channel
INSERT OR IGNORE INTO disabled_channels (channel, address_hash, since, reason)
VALUES (:channel, :address_hash, :since, :reason)

-- name: disabled_channel
SELECT since, reason FROM disabled_channels WHERE channel = :channel

-- name: enable_readdressed
DELETE FROM disabled_channels
WHERE address_hash IS NOT (SELECT value FROM json_each(:addresses) WHERE key = channel)

-- name: enable_all
DELETE FROM disabled_channels

-- name: enable_channels_of
DELETE FROM disabled_channels WHERE channel IN (
  SELECT channel FROM deliveries WHERE id IN (SELECT value FROM json_each(:ids)))

-- name: late_deliveries
SELECT d.id, d.channel, d.state, d.attempts, d.next_at, d.last_error, d.sent_at, d.done_at,
  d.carried_by, d.message_id, m.type, m.created_at, m.data_json
FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id
WHERE d.channel = :channel AND d.state IN ('pending', 'retrying') AND d.due_at <= :late
  AND d.token IS NULL AND m.type IN ('alert.created', 'alert.updated', 'article.edited')
ORDER BY d.id LIMIT :limit

-- name: carry_deliveries
UPDATE deliveries SET state = 'carried', carried_by = :message_id, done_at = :now
WHERE id IN (SELECT value FROM json_each(:ids))

-- name: release_held
UPDATE deliveries SET next_at = :now
WHERE state = 'pending' AND due_at <= :late AND next_at > :now AND next_at <= :held_until

-- name: waiting_alerts
SELECT a.* FROM digest_waiting AS w JOIN alerts AS a ON a.id = w.alert_id
WHERE w.digest = :digest ORDER BY a.created_at, a.id

-- name: wait_for_others
INSERT OR IGNORE INTO digest_waiting (digest, alert_id)
SELECT now.value, w.alert_id
FROM digest_waiting AS w JOIN alerts AS a ON a.id = w.alert_id
  JOIN json_each(:by_topic) AS topic ON topic.key = a.topic JOIN json_each(topic.value) AS now
WHERE w.digest NOT IN (SELECT value FROM json_each(:digests))

-- name: wait_for_others_only
DELETE FROM digest_waiting
WHERE digest NOT IN (SELECT value FROM json_each(:digests)) AND alert_id IN (
  SELECT alert_id FROM digest_waiting WHERE digest IN (SELECT value FROM json_each(:digests)))

-- name: wait_for_none
SELECT count(DISTINCT alert_id) FROM digest_waiting
WHERE digest NOT IN (SELECT value FROM json_each(:digests))

-- name: waits_no_more
DELETE FROM digest_waiting
WHERE digest = :digest AND alert_id IN (SELECT value FROM json_each(:alerts))

-- name: put_digest_closed
INSERT INTO digests_closed (digest, closed_at, told_until) VALUES (:digest, :now, :told_until)
ON CONFLICT (digest) DO UPDATE SET closed_at = excluded.closed_at, told_until = excluded.told_until

-- name: digest_closed
SELECT closed_at, told_until FROM digests_closed WHERE digest = :digest
