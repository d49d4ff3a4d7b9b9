-- Moments are microseconds since 1970 in UTC. Columns that hold JSON end in _json.

-- --- the house

CREATE TABLE daemon (                -- at most one row: who holds the database
  id INTEGER PRIMARY KEY CHECK (id = 1),
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  since INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL,
  config_error TEXT
) STRICT;

CREATE TABLE fence (                 -- one row: the last fencing token handed out
  id INTEGER PRIMARY KEY CHECK (id = 1),
  token INTEGER NOT NULL
) STRICT;
INSERT INTO fence (id, token) VALUES (1, 0);

-- --- claims

CREATE TABLE hosts (                 -- one row a queue and host; held while token is not null
  kind TEXT NOT NULL,
  host TEXT NOT NULL,
  ready_at INTEGER,                  -- when it may be claimed; while held, the end of the lease
  not_before INTEGER NOT NULL DEFAULT 0,  -- politeness: new work does not make it ready sooner
  token INTEGER,
  PRIMARY KEY (kind, host)
) STRICT, WITHOUT ROWID;
CREATE INDEX hosts_ready ON hosts (kind, ready_at) WHERE ready_at IS NOT NULL;
CREATE UNIQUE INDEX hosts_token ON hosts (token) WHERE token IS NOT NULL;

CREATE TABLE feeds (
  id INTEGER PRIMARY KEY,
  feed_id TEXT NOT NULL UNIQUE,
  position INTEGER,                  -- place in the configuration; null = no longer configured
  url_hash TEXT NOT NULL,            -- sha256: a URL may hold a secret
  host TEXT NOT NULL,
  every_us INTEGER NOT NULL,         -- the longest interval the configuration allows
  next_at INTEGER,                   -- null = paused
  state_json TEXT NOT NULL,
  token INTEGER,                     -- of the lease it is in; left by a dead holder
  unread INTEGER NOT NULL DEFAULT 0  -- how often in a row it came back without a result
) STRICT;
CREATE INDEX feeds_due ON feeds (host, next_at) WHERE position IS NOT NULL;
CREATE INDEX feeds_token ON feeds (token) WHERE token IS NOT NULL;

CREATE TABLE entries (               -- what feeds have shown: never read twice
  feed INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  url_key TEXT NOT NULL,
  title TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,     -- exact to a day
  PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_url ON entries (url_key);

CREATE TABLE pages (                 -- pages to read
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  host TEXT NOT NULL,
  rank INTEGER NOT NULL,             -- 0 = new, 1 = retries and re-checks: they wait for the new
  due_at INTEGER,                    -- null = given up
  reason TEXT NOT NULL,
  url TEXT NOT NULL,
  url_key TEXT NOT NULL,
  feed_id TEXT NOT NULL,
  entry_json TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  feed_fetched_at INTEGER NOT NULL,
  baseline INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  article_id INTEGER REFERENCES articles (id) ON DELETE CASCADE,
  etag TEXT,
  last_modified TEXT,
  token INTEGER,                     -- of the lease it is in; left by a dead holder
  unread INTEGER NOT NULL DEFAULT 0, -- how often in a row it came back without a result
  problem TEXT
) STRICT;
CREATE INDEX pages_due ON pages (host, rank, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX pages_url ON pages (url_key);
CREATE UNIQUE INDEX pages_article ON pages (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX pages_token ON pages (token) WHERE token IS NOT NULL;

-- --- articles

CREATE TABLE articles (              -- what is known of a page, as its newest version has it
  id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: alerts outlive articles
  url TEXT NOT NULL,
  feed_id TEXT NOT NULL,
  outlet TEXT NOT NULL,
  first_seen_at INTEGER NOT NULL,
  story INTEGER NOT NULL REFERENCES stories (id),
  story_why TEXT NOT NULL,
  copy_of INTEGER,
  versions INTEGER NOT NULL,
  version INTEGER NOT NULL,          -- rowid of the newest
  origin TEXT NOT NULL,
  problem TEXT,
  text_hash TEXT NOT NULL,
  title TEXT NOT NULL,
  author TEXT,
  published INTEGER,
  language TEXT,
  shingles INTEGER NOT NULL,
  sketch BLOB                        -- 64-bit hashes; null once out of the window
) STRICT;
CREATE INDEX articles_text ON articles (text_hash, first_seen_at);
CREATE INDEX articles_story ON articles (story);
CREATE INDEX articles_seen ON articles (first_seen_at);
CREATE INDEX articles_sketched ON articles (first_seen_at) WHERE sketch IS NOT NULL;

CREATE TABLE article_urls (          -- every normal form of a URL an article is known by
  url_key TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX article_urls_article ON article_urls (article_id);

CREATE TABLE versions (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  fetched_at INTEGER NOT NULL,
  origin TEXT NOT NULL,
  problem TEXT,
  text_hash TEXT NOT NULL,
  text_json TEXT NOT NULL,           -- model.article.ArticleText without its text
  text TEXT NOT NULL,
  raw_sha256 TEXT,                   -- of the body; the body itself may have been let go
  response_json TEXT,                -- model.article.Capture without its body
  etag TEXT,
  last_modified TEXT,
  UNIQUE (article_id, number)
) STRICT;
CREATE INDEX versions_raw ON versions (raw_sha256) WHERE raw_sha256 IS NOT NULL;

CREATE TABLE raw (                   -- bodies as received, once each, zstd
  sha256 TEXT PRIMARY KEY,           -- of the uncompressed body
  bytes INTEGER NOT NULL,            -- uncompressed
  stored_at INTEGER NOT NULL,        -- last time it was received
  body BLOB NOT NULL
) STRICT;
CREATE INDEX raw_stored ON raw (stored_at);

CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
);

-- --- copies and stories

CREATE TABLE sketches (              -- seven days of shingle hashes
  hash INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE terms (                 -- document frequencies, by language ('' = unknown)
  language TEXT NOT NULL,
  term TEXT NOT NULL,
  documents REAL NOT NULL,
  newest_at INTEGER NOT NULL,
  PRIMARY KEY (language, term)
) STRICT, WITHOUT ROWID;

CREATE TABLE languages (
  language TEXT PRIMARY KEY,
  documents REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stories (
  id INTEGER PRIMARY KEY,
  story_id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  language TEXT,
  first_seen_at INTEGER NOT NULL,
  newest_at INTEGER NOT NULL,
  members INTEGER NOT NULL,
  centroid_json TEXT NOT NULL,
  facts_json TEXT NOT NULL
) STRICT;
CREATE INDEX stories_newest ON stories (newest_at);

CREATE TABLE story_terms (
  term TEXT NOT NULL,
  story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  PRIMARY KEY (term, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_terms_story ON story_terms (story);

-- --- matches and alerts

CREATE TABLE matches (
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  topic TEXT NOT NULL,
  version INTEGER NOT NULL,          -- number of the version that matched last
  score REAL NOT NULL,
  spans_json TEXT NOT NULL,
  matched_at INTEGER NOT NULL,
  PRIMARY KEY (article_id, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX matches_topic ON matches (topic, matched_at);

CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  topic TEXT NOT NULL,
  story_id TEXT NOT NULL,
  article_id INTEGER NOT NULL,       -- no reference: an alert outlives its article
  kind TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  outlets INTEGER NOT NULL,          -- independent outlets of the story at that moment
  notify_json TEXT NOT NULL,
  digests_json TEXT NOT NULL,
  exempt_json TEXT NOT NULL,
  send_after INTEGER,
  data_json TEXT NOT NULL
) STRICT;
CREATE INDEX alerts_topic ON alerts (topic, created_at);
CREATE INDEX alerts_story ON alerts (topic, story_id, created_at);
CREATE INDEX alerts_created ON alerts (created_at);

CREATE TABLE suppressed (
  id INTEGER PRIMARY KEY,
  topic TEXT NOT NULL,
  story_id TEXT NOT NULL,
  article_id INTEGER,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX suppressed_at ON suppressed (at);

CREATE TABLE mutes (
  topic TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- --- the way to the reader

CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  data_json TEXT NOT NULL
) STRICT;

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  lease_until INTEGER,
  token INTEGER,                     -- of the lease it is in; left by a dead holder
  unread INTEGER NOT NULL DEFAULT 0, -- how often in a row its holder died over it
  last_error TEXT,
  done_at INTEGER,                   -- when it was sent or died
  UNIQUE (message_id, channel)
) STRICT;
CREATE INDEX deliveries_due ON deliveries (channel, next_at) WHERE state IN ('pending', 'retrying');
CREATE INDEX deliveries_state ON deliveries (state, done_at);

CREATE TABLE digest_waiting (
  digest TEXT NOT NULL,
  alert_id TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  PRIMARY KEY (digest, alert_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX digest_waiting_alert ON digest_waiting (alert_id);

CREATE TABLE digests_closed (
  digest TEXT PRIMARY KEY,
  closed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
