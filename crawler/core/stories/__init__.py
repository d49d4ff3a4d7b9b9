"""Texts that are the same, copies, or about one event: one module for duplicates, stories and source counts."""
