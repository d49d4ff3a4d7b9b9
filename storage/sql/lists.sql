-- name: list_state
SELECT state_json FROM lists WHERE location_hash = :location_hash

-- name: put_list_state
INSERT INTO lists (location_hash, state_json) VALUES (:location_hash, :state_json)
ON CONFLICT (location_hash) DO UPDATE SET state_json = excluded.state_json
