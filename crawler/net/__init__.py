"""Talking to publishers: bounded, guarded, polite fetching over httpx."""
