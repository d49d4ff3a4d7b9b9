"""When a feed is asked again, and why then.

    request_for(feed, state, now) -> Request                       asking
    after(state, outcome, ...) -> state, with the next fetch       outcomes
        what the look brought > what is known of the feed          habit > rush
        what is known > the arrivals to expect                     forecast
        the arrivals to expect > how long they may wait            polling
        hints, failures, throttling: other rules > a moment        intervals
    silent_since(state, bound) -> a feed that brings too little    silence

Everything is a value: a feed's habit is part of its state, ``now`` and the jitter are arguments.
"""

from crawler.core.schedule.asking import PURPOSES, request_for
from crawler.core.schedule.faults import kind_of, sentence_of
from crawler.core.schedule.intervals import host_pause
from crawler.core.schedule.outcomes import after
from crawler.core.schedule.silence import silences, silent_since

__all__ = [
    "PURPOSES",
    "after",
    "host_pause",
    "kind_of",
    "request_for",
    "sentence_of",
    "silences",
    "silent_since",
]
