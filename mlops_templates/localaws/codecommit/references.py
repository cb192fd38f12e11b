"""Which branches and tags a push is about: told at the start of what git sends, before the objects."""

from __future__ import annotations

from typing import Any, Protocol

FLUSH = b"0000"
_LONGEST = 65_520
"""Bytes of a line of git's protocol."""


class _Source(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Ahead:
    """A body of which the start was read and is read again."""

    def __init__(self, start: bytes, rest: _Source) -> None:
        self._start, self._rest = start, rest

    def read(self, size: int = -1, /) -> bytes:
        if not self._start:
            return self._rest.read(size)
        end = len(self._start) if size < 0 else size
        given, self._start = self._start[:end], self._start[end:]
        return given if size >= 0 else given + self._rest.read()


def pushed(environ: dict[str, Any], rest: str) -> list[str]:
    """The full names that a request to receive a pack changes; none of any other request. The body stays whole."""
    if rest != "/git-receive-pack" or environ.get("HTTP_CONTENT_ENCODING"):
        return []
    source, read, found = environ["wsgi.input"], b"", []
    while (length := source.read(4)) and length != FLUSH:
        read += length
        try:
            size = int(length, 16)
        except ValueError:
            break
        line = source.read(min(size, _LONGEST) - 4) if size > 4 else b""
        read += line
        words = line.partition(b"\0")[0].decode("utf-8", "replace").split()
        if len(words) == 3:
            found.append(words[2])
    environ["wsgi.input"] = _Ahead(read + (length if length == FLUSH else b""), source)
    return found
