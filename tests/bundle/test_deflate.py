from __future__ import annotations

import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_templates.bundle.deflate import deflated

# Each byte as often as the next two together: a Huffman tree as deep as it can be.
STEEP = [1, 1]
while len(STEEP) < 24:
    STEEP.append(STEEP[-1] + STEEP[-2])

TEXT = b"the same files make the same archive, on every machine and with every Python\n" * 40


def inflated(packed: bytes) -> bytes:
    """What any reader of zip files makes of it; left-over bytes are an error."""
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    content = reader.decompress(packed)
    assert reader.eof
    assert not reader.unused_data
    return content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"\xff" * 1000,
        bytes(range(256)) * 9,
        b"".join(bytes([byte]) * count for byte, count in enumerate(STEEP)),
    ],
    ids=["nothing", "one byte", "one byte often", "each byte", "codes that would be too long"],
)
def test_any_reader_gets_back_what_was_written(content: bytes) -> None:
    assert inflated(deflated(content)) == content


@given(st.binary(max_size=2000))
def test_whatever_is_written_is_read_back(content: bytes) -> None:
    assert inflated(deflated(content)) == content


def test_text_becomes_much_smaller() -> None:
    assert len(deflated(TEXT)) < 0.6 * len(TEXT)


def test_the_bytes_are_those_of_every_other_machine() -> None:
    """Stated here, because no run can compare itself with another machine; a change makes new archives everywhere."""
    assert (
        hashlib.sha256(deflated(TEXT)).hexdigest() == "1f94bd94c8bc7db19bbd9a81f2d3aace7638810347052b0187c8444952d60d1e"
    )
