"""The pure core: bytes and values in, values out. No socket, file, clock, dice or logger."""
