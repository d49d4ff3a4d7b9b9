-- name: put_holder
INSERT INTO daemon (id, pid, host, since, heartbeat_at, config_error)
VALUES (1, :pid, :host, :since, :heartbeat_at, NULL)
ON CONFLICT (id) DO UPDATE SET pid = excluded.pid, host = excluded.host, since = excluded.since,
  heartbeat_at = excluded.heartbeat_at, config_error = NULL

-- name: get_holder
SELECT pid, host, since, heartbeat_at, config_error FROM daemon

-- name: put_heartbeat
UPDATE daemon SET heartbeat_at = :now, config_error = :config_error

-- name: drop_holder
DELETE FROM daemon

-- name: next_token
UPDATE fence SET token = token + 1 RETURNING token
