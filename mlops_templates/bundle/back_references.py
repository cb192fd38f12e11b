"""Where a text repeats itself: the literals and references back that make DEFLATE (RFC 1951, section 3.2.5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

SHORTEST, LONGEST = 4, 258
"""Shorter references than the format allows would cost as much as what they stand for."""

WINDOW = 1 << 15


@dataclass(frozen=True, slots=True)
class Reference:
    """So many bytes again, from so far back."""

    length: int
    distance: int


def tokens(content: bytes) -> Iterator[int | Reference]:
    """The content from its beginning to its end: each byte, or the latest place that goes on like this one."""
    latest: dict[bytes, int] = {}
    place = 0
    while place < len(content):
        key = content[place : place + SHORTEST]
        before = latest.get(key)
        latest[key] = place
        if before is None or len(key) < SHORTEST or place - before > WINDOW:
            yield content[place]
            place += 1
        else:
            length = _common(content, before, place)
            yield Reference(length, place - before)
            for inside in range(place + 1, place + length):
                latest[content[inside : inside + SHORTEST]] = inside
            place += length


def _common(content: bytes, before: int, place: int) -> int:
    """How long both places go on alike: at least as long as a key."""
    longest = min(LONGEST, len(content) - place)
    if content[before : before + longest] == content[place : place + longest]:
        return longest
    length = SHORTEST
    while content[before + length] == content[place + length]:
        length += 1
    return length


@dataclass(frozen=True, slots=True)
class Steps:
    """Ranges of a number, each with a symbol of its own and as many extra bits as tell its members apart."""

    firsts: tuple[int, ...]
    extra: tuple[int, ...]

    def of(self, number: int) -> tuple[int, int, int]:
        """The range of a number, how far into it the number is, and the bits that this takes."""
        step = bisect_right(self.firsts, number) - 1
        return step, number - self.firsts[step], self.extra[step]


def _steps(first: int, extra: tuple[int, ...]) -> Steps:
    firsts = [first]
    for bits in extra[:-1]:
        firsts.append(firsts[-1] + (1 << bits))
    return Steps(tuple(firsts), extra)


_LENGTHS = _steps(3, (0,) * 8 + tuple(bits for bits in range(1, 6) for _ in range(4)))
LENGTHS = Steps((*_LENGTHS.firsts, LONGEST), (*_LENGTHS.extra, 0))
"""The longest one has a symbol of its own."""

DISTANCES = _steps(1, (0,) * 4 + tuple(bits for bits in range(1, 14) for _ in range(2)))
