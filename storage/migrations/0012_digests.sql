-- A digest that is skipped because it is empty tells nothing: what was held back in its period is
-- told by the next one that is sent.

ALTER TABLE digests_closed ADD COLUMN told_until INTEGER;
UPDATE digests_closed SET told_until = closed_at;
