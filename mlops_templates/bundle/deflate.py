"""DEFLATE (RFC 1951) without zlib, whose output differs between builds of Python: the same bytes on every machine."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from mlops_templates.bundle.back_references import DISTANCES, LENGTHS, Reference, tokens

END_OF_BLOCK = 256
FIRST_LENGTH = 257
LONGEST_CODE = 14

# The code in which the lengths of codes are written: 4 bits for a length of 0 to 14, 5 bits for a run of zeros.
ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
SHORT_RUN, LONG_RUN = 17, 18
LENGTH_LENGTHS = {**dict.fromkeys(range(LONGEST_CODE + 1), 4), SHORT_RUN: 5, LONG_RUN: 5}


def deflated(content: bytes) -> bytes:
    """The content as one last block, with Huffman codes of its own."""
    found = list(tokens(content))
    references = [token for token in found if isinstance(token, Reference)]
    symbols = [token if isinstance(token, int) else FIRST_LENGTH + LENGTHS.of(token.length)[0] for token in found]
    lengths = _code_lengths(Counter([*symbols, END_OF_BLOCK]))
    # Some readers refuse a block with fewer than two codes of distances.
    distance_lengths = _code_lengths(
        Counter([0, 1, *(DISTANCES.of(reference.distance)[0] for reference in references)])
    )
    codes, distance_codes = _codes(lengths), _codes(distance_lengths)
    bits = ["1", _number(2, 2), *_header(lengths, distance_lengths)]
    for token, symbol in zip(found, symbols, strict=True):
        bits.append(codes[symbol])
        if isinstance(token, Reference):
            bits.extend(_rest_of(token, distance_codes))
    written = "".join((*bits, codes[END_OF_BLOCK]))
    # The first bit is the lowest of the first byte.
    return int(written[::-1], 2).to_bytes((len(written) + 7) // 8, "little")


def _rest_of(reference: Reference, distance_codes: Mapping[int, str]) -> Iterator[str]:
    """What follows the symbol of a reference's length."""
    _, beyond, width = LENGTHS.of(reference.length)
    yield _number(beyond, width)
    step, beyond, width = DISTANCES.of(reference.distance)
    yield distance_codes[step]
    yield _number(beyond, width)


def _code_lengths(counted: Mapping[int, int]) -> dict[int, int]:
    """How many bits each symbol takes; rare ones are taken for less rare until no code is too long."""
    weights = dict(counted)
    if len(weights) == 1:
        weights[0] = 1  # a code needs two symbols
    while max((lengths := _depths(weights)).values()) > LONGEST_CODE:
        weights = {symbol: weight // 2 + 1 for symbol, weight in weights.items()}
    return lengths


def _depths(weights: Mapping[int, int]) -> dict[int, int]:
    """The depth of each symbol in its Huffman tree; of equal weights the lower symbol comes first."""
    depths = dict.fromkeys(weights, 0)
    trees: list[tuple[int, int, tuple[int, ...]]] = [(weight, symbol, (symbol,)) for symbol, weight in weights.items()]
    heapq.heapify(trees)
    while len(trees) > 1:
        one, other = heapq.heappop(trees), heapq.heappop(trees)
        together = one[2] + other[2]
        for symbol in together:
            depths[symbol] += 1
        heapq.heappush(trees, (one[0] + other[0], min(one[1], other[1]), together))
    return depths


def _codes(lengths: Mapping[int, int]) -> dict[int, str]:
    """The canonical code: shorter codes first, of equal length the lower symbol."""
    codes: dict[int, str] = {}
    code, before = 0, 0
    for length, symbol in sorted((length, symbol) for symbol, length in lengths.items()):
        code <<= length - before
        codes[symbol] = f"{code:0{length}b}"
        code, before = code + 1, length
    return codes


def _header(lengths: Mapping[int, int], distance_lengths: Mapping[int, int]) -> Iterator[str]:
    """How many codes there are of each kind, then their lengths."""
    literals, distances = _in_order(lengths), _in_order(distance_lengths)
    yield _number(len(literals) - 257, 5) + _number(len(distances) - 1, 5) + _number(len(ORDER) - 4, 4)
    yield from (_number(LENGTH_LENGTHS.get(symbol, 0), 3) for symbol in ORDER)
    codes = _codes(LENGTH_LENGTHS)
    for symbol, zeros in _runs([*literals, *distances]):
        yield codes[symbol]
        if symbol == SHORT_RUN:
            yield _number(zeros - 3, 3)
        elif symbol == LONG_RUN:
            yield _number(zeros - 11, 7)


def _in_order(lengths: Mapping[int, int]) -> list[int]:
    return [lengths.get(symbol, 0) for symbol in range(max(lengths) + 1)]


def _runs(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each length as it is, but three and more zeros as one run, with how many they are."""
    place = 0
    while place < len(lengths):
        zeros = next(
            (n for n, length in enumerate(lengths[place : place + 138]) if length), min(138, len(lengths) - place)
        )
        symbol = LONG_RUN if zeros > 10 else SHORT_RUN if zeros > 2 else lengths[place]
        taken = zeros if zeros > 2 else 1
        yield symbol, taken
        place += taken


def _number(value: int, width: int) -> str:
    """A number, its lowest bit first."""
    return f"{value:0{width}b}"[::-1] if width else ""
