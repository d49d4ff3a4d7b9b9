-- Topics in a surge: told once, and again only after it was over.

CREATE TABLE surges (
  topic TEXT PRIMARY KEY,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
