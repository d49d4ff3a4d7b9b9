"""Schema changes as SQL texts, applied in the order of their names by ``storage.schema``."""
