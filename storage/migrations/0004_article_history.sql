-- An article's alerts are looked up by article.

CREATE INDEX alerts_article ON alerts (article_id);
