-- Times in which the page of an article was not there: an event, not a version.

CREATE TABLE absences (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  since INTEGER NOT NULL,            -- the first look that found nothing
  confirmed_at INTEGER,              -- the second; null = seen missing once
  back_at INTEGER,
  problem TEXT NOT NULL
) STRICT;
CREATE INDEX absences_article ON absences (article_id);
