-- Stories that proved to be one, texts inside others, originals found later.

CREATE TABLE story_merges (          -- ids that are no more, and the story they are part of
  story_id TEXT PRIMARY KEY,
  story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- where its articles are now
  into_id TEXT NOT NULL,             -- the story it became part of, which may be part of another by now
  title TEXT NOT NULL,
  reason TEXT NOT NULL,
  merged_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX story_merges_story ON story_merges (story);

ALTER TABLE stories ADD COLUMN unsettled INTEGER NOT NULL DEFAULT 0;  -- changed since it was compared with others
CREATE INDEX stories_unsettled ON stories (id) WHERE unsettled;

CREATE TABLE passages (              -- a short text inside a long one
  inner_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  outer_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  PRIMARY KEY (inner_id, outer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX passages_outer ON passages (outer_id);

CREATE INDEX articles_copies ON articles (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX alerts_by_story ON alerts (story_id);
CREATE INDEX suppressed_by_story ON suppressed (story_id);
