"""The contract of a store. One method is one transaction.

Durability: when a method returns, what it wrote survives ``kill -9`` and power loss. Methods may
share one physical transaction (group commit) as long as each is atomic by itself.

Leases: ``claim_*`` hands out work that is due and held by nobody, counts the attempt, and holds
it until ``lease.until``; work of a dead holder comes back by itself when that moment passes.
``record_*`` under a token that is not current raises ``LeaseLostError`` and writes nothing.

Work that ends without a result (its holder died, or gave the host back without recording it) is
handed out alone the next time, later each time it is given back. A delivery that ended so five
times in a row is given up, visibly; of a page that was never filed the feed's text is read
instead, with a rest after every five times. Neither it nor a feed is ever given up.

Every method raises ``StoreError`` (never an engine's own exception), naming the database.
"""

from typing import Protocol

from storage.protocol.feeds import FeedStore
from storage.protocol.house import HouseStore
from storage.protocol.library import LibraryStore
from storage.protocol.outbox import OutboxStore
from storage.protocol.pages import PageStore
from storage.protocol.provenance import ProvenanceStore
from storage.protocol.stories import StoryStore
from storage.protocol.upkeep import UpkeepStore
from storage.protocol.values import Counts, Decide, DecideMerger, Holder, NewPage, Sought

__all__ = ["Counts", "Decide", "DecideMerger", "Holder", "NewPage", "Sought", "Store"]


class Store(
    HouseStore,
    FeedStore,
    PageStore,
    OutboxStore,
    LibraryStore,
    StoryStore,
    ProvenanceStore,
    UpkeepStore,
    Protocol,
):
    """What the house asks of an archive."""
