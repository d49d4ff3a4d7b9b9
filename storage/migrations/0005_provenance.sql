-- What proves an article beyond its raw page: seals, the feed documents behind feed-only texts, the
-- entry that led to it, and a note of every raw body that retention let go.

CREATE TABLE feed_documents (        -- feed responses that brought entries; bodies are in raw
  id INTEGER PRIMARY KEY,
  fetched_at INTEGER NOT NULL,
  raw_sha256 TEXT NOT NULL,
  response_json TEXT NOT NULL,       -- model.article.Capture without its body
  seal TEXT NOT NULL
) STRICT;
CREATE INDEX feed_documents_raw ON feed_documents (raw_sha256);

ALTER TABLE pages ADD COLUMN feed_document INTEGER REFERENCES feed_documents (id);
CREATE INDEX pages_document ON pages (feed_document) WHERE feed_document IS NOT NULL;

-- The document the text came from, where it came from the feed.
ALTER TABLE versions ADD COLUMN feed_document INTEGER REFERENCES feed_documents (id);
CREATE INDEX versions_document ON versions (feed_document) WHERE feed_document IS NOT NULL;

-- sha256 over all a version states (storage/seals.py); null = written before there were seals.
ALTER TABLE versions ADD COLUMN seal TEXT;

CREATE TABLE shown (                 -- the entry that led to an article's newest version
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  entry BLOB NOT NULL                -- model.entry.Entry as JSON, zstd
) STRICT;

CREATE TABLE raw_dropped (           -- bodies that retention let go
  sha256 TEXT PRIMARY KEY,
  bytes INTEGER,                     -- null = let go before this was noted
  dropped_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO raw_dropped (sha256)
SELECT DISTINCT raw_sha256 FROM versions
WHERE raw_sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM raw WHERE sha256 = raw_sha256);

CREATE TABLE rereadings (            -- versions whose page a later extractor has read again
  version INTEGER PRIMARY KEY REFERENCES versions (id) ON DELETE CASCADE,
  extractor TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
