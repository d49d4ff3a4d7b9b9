-- The latency ledger: when the attempt began that its receiver accepted (done_at).

ALTER TABLE deliveries ADD COLUMN sent_at INTEGER;
