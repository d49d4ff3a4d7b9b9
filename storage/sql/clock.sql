-- name: last_beat
SELECT max(heartbeat_at) AS moment FROM daemon

-- name: last_fetch
SELECT max(json_extract(state_json, '$.last_fetch_at')) AS moment FROM feeds

-- name: put_feed_state_held
-- The lease it may be in goes on.
UPDATE feeds SET state_json = :state_json, next_at = :next_at WHERE id = :id

-- name: hasten_hosts
UPDATE hosts SET ready_at = ready_at - :by, not_before = not_before - :by

-- name: hasten_pages
UPDATE pages SET due_at = due_at - :by WHERE due_at IS NOT NULL

-- name: hasten_deliveries
UPDATE deliveries SET next_at = next_at - :by, lease_until = lease_until - :by
WHERE state IN ('pending', 'retrying')

-- name: hasten_digests
UPDATE digests_closed SET closed_at = min(closed_at, :now), told_until = min(told_until, :now)
