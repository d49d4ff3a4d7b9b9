-- What is wrong with the watch itself: told once when it begins, once when it ends.

CREATE TABLE troubles (
  key TEXT PRIMARY KEY,              -- core.health.troubles
  trouble_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX deliveries_channel ON deliveries (channel, state, done_at);
