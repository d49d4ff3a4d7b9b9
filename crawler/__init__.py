"""Wirewatch: an asynchronous news watch. See docs/design.md for the house plan."""

__version__ = "0.1.0"
