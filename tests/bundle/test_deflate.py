from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_templates.bundle.back_references import LONGEST, WINDOW
from mlops_templates.bundle.deflate import deflated

FOREIGN = hashlib.shake_256(b"bytes that repeat nothing").digest(300)

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
        FOREIGN + bytes(WINDOW - len(FOREIGN)) + FOREIGN,
        FOREIGN + bytes(WINDOW) + FOREIGN,
        b"".join(FOREIGN[:length] + bytes([length % 256]) for length in range(3, LONGEST + 4)),
    ],
    ids=[
        "nothing",
        "one byte",
        "one byte often",
        "each byte",
        "codes that would be too long",
        "as far back as can be",
        "further back",
        "every length",
    ],
)
def test_any_reader_gets_back_what_was_written(content: bytes) -> None:
    assert inflated(deflated(content)) == content


@given(st.binary(max_size=2000))
def test_whatever_is_written_is_read_back(content: bytes) -> None:
    assert inflated(deflated(content)) == content


def test_a_text_that_repeats_itself_takes_hardly_more_than_once() -> None:
    assert len(deflated(TEXT)) < 2 * len(TEXT) / 40


def test_text_becomes_about_as_small_as_by_zlib() -> None:
    source = Path(__file__).read_bytes()
    assert len(deflated(source)) < 1.3 * len(zlib.compress(source))


def test_the_bytes_are_those_of_every_other_machine() -> None:
    """Stated here, because no run can compare itself with another machine; a change makes new archives everywhere."""
    assert (
        hashlib.sha256(deflated(TEXT)).hexdigest() == "67556002cdf437fe38597bd53ad0848481d7b55a9f99ad3d514c2da965ec2e41"
    )
