"""The archive in the formats of others: WARC for the evidence, JSON lines and CSV for the articles."""
