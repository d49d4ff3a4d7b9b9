-- name: ready_host
SELECT host FROM hosts WHERE kind = :kind AND ready_at <= :now ORDER BY ready_at LIMIT 1

-- name: free_host
SELECT 1 FROM hosts WHERE kind = :kind AND host = :host AND (token IS NULL OR ready_at <= :now)

-- name: hold_host
UPDATE hosts SET token = :token, ready_at = :until WHERE kind = :kind AND host = :host

-- name: host_of_token
SELECT host FROM hosts WHERE token = :token AND kind = :kind

-- name: rest_host
-- Nothing is due there any more: it is ready when its next work is, or never.
UPDATE hosts SET token = NULL, ready_at = max(not_before, :next_at)
WHERE kind = :kind AND host = :host

-- name: release_host
UPDATE hosts SET token = NULL, not_before = :not_before, ready_at = max(:not_before, :next_at)
WHERE token = :token AND kind = :kind

-- name: held_hosts
SELECT kind, host FROM hosts WHERE token IS NOT NULL

-- name: hasten_host
-- Work due at :due_at appeared. A held host stays held: its release looks for the next work.
INSERT INTO hosts (kind, host, ready_at) VALUES (:kind, :host, :due_at)
ON CONFLICT (kind, host) DO UPDATE
SET ready_at = max(not_before, min(coalesce(ready_at, :due_at), :due_at))
WHERE token IS NULL

-- name: revoke_host
-- What its holder is doing was overtaken: results under the old token will be refused.
UPDATE hosts SET token = NULL, ready_at = max(not_before, :due_at)
WHERE kind = :kind AND host = :host AND token IS NOT NULL
