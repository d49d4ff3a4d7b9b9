-- Lines of pages that differed between two fetches: what changes at every fetch is nobody's edit.

CREATE TABLE shifting_lines (
  host TEXT NOT NULL,
  shape INTEGER NOT NULL,            -- 64-bit hash of a line with its figures levelled, or of a place
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  times INTEGER NOT NULL,            -- looks in which it differed
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (host, shape, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shifting_lines_article ON shifting_lines (article_id);
CREATE INDEX shifting_lines_changed ON shifting_lines (changed_at);
