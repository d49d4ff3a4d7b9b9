"""Lists of feeds at an address: what is remembered of each between two readings."""

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter

from crawler.model.listing import ListState
from storage.queries import SQL

_STATE: TypeAdapter[ListState] = TypeAdapter(ListState)


def states(db: sqlite3.Connection, locations: Sequence[str]) -> tuple[ListState, ...]:
    """Return what is known of the lists at these addresses, in their order."""
    return tuple(_state(db, location) for location in locations)


def put(db: sqlite3.Connection, state: ListState) -> None:
    """Remember a list."""
    without_location = replace(state, location="")
    db.execute(
        SQL["put_list_state"],
        {
            "location_hash": _hash(state.location),
            "state_json": _STATE.dump_json(without_location, exclude_defaults=True).decode(),
        },
    )


def _state(db: sqlite3.Connection, location: str) -> ListState:
    row = db.execute(SQL["list_state"], {"location_hash": _hash(location)}).fetchone()
    if row is None:
        return ListState(location=location)
    # The location is the only field without a default, and the one that is not kept.
    return replace(_STATE.validate_json(row["state_json"]), location=location)


def _hash(location: str) -> str:
    return hashlib.sha256(location.encode()).hexdigest()
