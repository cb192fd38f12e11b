"""Where processes listen, as the system sees it."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

LISTEN = "0A"


def listening(pids: Iterable[int]) -> list[tuple[str, int]]:
    """The addresses and ports on which any of these processes takes connections."""
    if not Path("/proc/net/tcp").exists():
        return list(_told_by_lsof(pids))
    inodes = {inode for pid in pids for inode in _sockets(pid)}
    return [
        (address, port)
        for family, table in ((socket.AF_INET, "tcp"), (socket.AF_INET6, "tcp6"))
        for address, port, inode in _table(family, Path("/proc/net", table))
        if inode in inodes
    ]


def _sockets(pid: int) -> Iterator[str]:
    with suppress(OSError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                yield str(link.readlink()).removeprefix("socket:[").removesuffix("]")


def _table(family: int, path: Path) -> Iterator[tuple[str, int, str]]:
    for line in path.read_text().splitlines()[1:] if path.exists() else ():
        fields = line.split()
        host, _, port = fields[1].partition(":")
        if fields[3] == LISTEN:
            words = [bytes.fromhex(host[start : start + 8])[::-1] for start in range(0, len(host), 8)]
            yield socket.inet_ntop(family, b"".join(words)), int(port, 16), fields[9]


def _told_by_lsof(pids: Iterable[int]) -> Iterator[tuple[str, int]]:
    argv = ["lsof", "-nP", "-a", "-iTCP", "-sTCP:LISTEN", "-Fn", "-p", ",".join(map(str, pids))]
    for line in subprocess.run(argv, capture_output=True, text=True, check=False).stdout.splitlines():
        if line.startswith("n"):
            host, _, port = line[1:].rpartition(":")
            yield host, int(port)
