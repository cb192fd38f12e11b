"""Maps port 8080 of a container to a free port of this machine, as docker does, for every Python in the container.

The first bind to 8080 writes the port that it got into the file that `MAPPED_PORT_FILE` names; later ones get the same.
Nobody but this machine reaches it. Runs under the Python of the image and imports nothing of this package.
"""

import os
import socket
from pathlib import Path
from typing import Any

PORT = 8080
FILE = Path(os.environ.get("MAPPED_PORT_FILE", ""))
PLAIN_BIND = socket.socket.bind


def bind(self: socket.socket, address: Any) -> None:
    """Bind as asked, but to 8080 where the container's 8080 is."""
    if self.family not in (socket.AF_INET, socket.AF_INET6) or address[1] != PORT:
        PLAIN_BIND(self, address)
        return
    known = FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
    PLAIN_BIND(self, (_loopback(self), int(known or 0), *address[2:]))
    if not known:
        part = FILE.with_name(f"{FILE.name}.{os.getpid()}")
        part.write_text(str(self.getsockname()[1]), encoding="utf-8")
        part.replace(FILE)


def _loopback(bound: socket.socket) -> str:
    """The address that reaches it from this machine by IPv4, wherever its own family allows that."""
    if bound.family == socket.AF_INET:
        return "127.0.0.1"
    return "::1" if bound.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY) else "::ffff:127.0.0.1"


if "MAPPED_PORT_FILE" in os.environ:
    socket.socket.bind = bind  # type: ignore[assignment, method-assign]
