-- Lists of feeds at an address: the last good version of each.

CREATE TABLE lists (
  location_hash TEXT PRIMARY KEY,    -- sha256: an address may hold a secret
  state_json TEXT NOT NULL           -- model.listing.ListState without its location
) STRICT, WITHOUT ROWID;
