"""The archive: everything Wirewatch remembers, behind one ``Store``."""
