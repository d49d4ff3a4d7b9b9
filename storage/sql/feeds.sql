-- name: get_feeds
SELECT id, feed_id, position, url_hash, host, every_us, next_at, state_json FROM feeds

-- name: put_feed
INSERT INTO feeds (feed_id, position, url_hash, host, every_us, next_at, state_json)
VALUES (:feed_id, :position, :url_hash, :host, :every_us, :next_at, :state_json)
ON CONFLICT (feed_id) DO UPDATE SET position = excluded.position, url_hash = excluded.url_hash,
  host = excluded.host, every_us = excluded.every_us, next_at = excluded.next_at,
  state_json = excluded.state_json

-- name: forget_feed
UPDATE feeds SET position = NULL WHERE feed_id = :feed_id

-- name: feed_states
SELECT state_json FROM feeds WHERE position IS NOT NULL ORDER BY position

-- name: due_feeds
SELECT id, state_json, token, unread FROM feeds
WHERE host = :host AND position IS NOT NULL AND next_at <= :now ORDER BY next_at LIMIT :limit

-- name: one_feed
SELECT id, host, state_json FROM feeds WHERE feed_id = :feed_id AND position IS NOT NULL

-- name: next_feed_of_host
SELECT min(next_at) FROM feeds WHERE host = :host AND position IS NOT NULL

-- name: feed_number
SELECT id FROM feeds WHERE feed_id = :feed_id

-- name: put_feed_state
UPDATE feeds SET state_json = :state_json, next_at = :next_at, token = NULL, unread = 0
WHERE feed_id = :feed_id

-- name: hold_feeds
UPDATE feeds SET token = :token, unread = unread + (token IS NOT NULL)
WHERE id IN (SELECT value FROM json_each(:ids))

-- name: return_feeds
-- Handed back without a result: each time it waits twice as long.
UPDATE feeds SET token = NULL, unread = unread + 1,
  next_at = max(next_at, :ready_at + (:wait << min(unread, :doublings)))
WHERE token = :token

-- name: return_all_feeds
UPDATE feeds SET token = NULL WHERE token IS NOT NULL

-- name: entries_not_seen
SELECT value FROM json_each(:keys)
WHERE NOT EXISTS (SELECT 1 FROM entries WHERE feed = :feed AND key = value)

-- name: touch_entries
-- Once a day is exact enough to know what no feed shows any more.
UPDATE entries SET last_seen_at = :now
WHERE feed = :feed AND key IN (SELECT value FROM json_each(:keys)) AND last_seen_at < :yesterday

-- name: put_entry
INSERT INTO entries (feed, key, url_key, title, seen_at, last_seen_at)
VALUES (:feed, :key, :url_key, :title, :now, :now)

-- name: title_is_known
SELECT 1 FROM article_urls AS u JOIN entries AS e ON e.url_key = u.url_key
WHERE u.article_id = :article_id AND e.title = :title
UNION ALL SELECT 1 FROM articles WHERE id = :article_id AND title = :title
LIMIT 1

-- name: article_of_url
SELECT article_id FROM article_urls WHERE url_key = :url_key
