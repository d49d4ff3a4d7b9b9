-- Channels whose receiver wants no more, and alerts that came too late to be told one by one.

CREATE TABLE disabled_channels (
  channel TEXT PRIMARY KEY,
  address_hash TEXT NOT NULL,        -- sha256: an address may hold a secret
  since INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- When it would have been sent, had nothing been in the way; null = written before this was noted.
ALTER TABLE deliveries ADD COLUMN due_at INTEGER;
-- The message that carried it in its stead.
ALTER TABLE deliveries ADD COLUMN carried_by TEXT;
