"""The connections an archive in SQLite works through."""

import storage.holding
from storage.connection import Operation, Reader, T, Writer


class Connections:
    """One thread that writes, one that reads beside it."""

    def __init__(self, path: str, writer: Writer, reader: Reader | None) -> None:
        self._path, self._writer, self._reader = path, writer, reader
        self._hold: storage.holding.Hold | None = None
        self._opened = storage.holding.identity(path)

    async def _read(self, operation: Operation[T]) -> T:
        """Read beside the writer; what is in memory has one connection only."""
        return await (self._reader or self._writer).run(operation)
