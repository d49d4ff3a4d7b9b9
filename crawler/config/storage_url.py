"""Where the archive is, as a complete address."""

from crawler.config.findings import Findings
from crawler.config.places import Places

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


def resolve_storage(url: str, places: Places, findings: Findings) -> str:
    """Return ``sqlite:///`` with an absolute path; note an error for any other engine."""
    place = places.value("storage")
    if url.startswith(_POSTGRES):
        findings.error(
            place, "PostgreSQL is not supported yet", "write storage: sqlite:///wirewatch.db"
        )
        return url
    path = url.removeprefix(_SQLITE)
    if not url.startswith(_SQLITE) or not path or path == ":memory:" or path.endswith("/"):
        findings.error(
            place,
            "not the address of an archive",
            "write sqlite:/// and a file relative to this one: sqlite:///wirewatch.db",
        )
        return url
    return _SQLITE + str((places.folder("storage") / path).absolute())
