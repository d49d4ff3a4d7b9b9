"""Words to a service manager: systemd's ``sd_notify`` protocol, and nothing where there is none.

Source: sd_notify(3), https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
"""

import os
import socket

READY, STOPPING, ALIVE = "READY=1", "STOPPING=1", "WATCHDOG=1"


def tell(*states: str) -> None:
    """Send states to the socket of ``NOTIFY_SOCKET``; a manager that does not listen is no matter."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    if address.startswith("@"):  # Linux's abstract names begin with a NUL
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as talk:
        try:
            talk.connect(address)
            talk.send("\n".join(states).encode())
        except OSError:
            return


def doing(what: str) -> str:
    """Return the state that `systemctl status` shows as a sentence."""
    return f"STATUS={' '.join(what.split())}"
