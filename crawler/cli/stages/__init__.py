"""The pure stages on files, for tests and pipes: parse, extract, match."""
