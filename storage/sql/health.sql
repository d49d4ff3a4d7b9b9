-- name: get_troubles
SELECT key, trouble_json FROM troubles ORDER BY key

-- name: put_trouble
INSERT OR REPLACE INTO troubles (key, trouble_json) VALUES (:key, :trouble_json)

-- name: drop_trouble
DELETE FROM troubles WHERE key = :key

-- name: last_done
SELECT done_at, last_error FROM deliveries
WHERE channel = :channel AND state = :state ORDER BY done_at DESC LIMIT 1

-- name: oldest_refused
SELECT m.created_at, d.last_error FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id
WHERE d.channel = :channel AND d.state = 'retrying' ORDER BY d.id LIMIT 1
