"""Starter packs of feeds and topics, and the small news site of `wirewatch demo`."""
