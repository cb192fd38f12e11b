"""Archives that were made to do harm, and what is said of each."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import warnings
import zipfile
from collections.abc import Callable

OUT = "leads out of it"


def zipped(*members: tuple[str, bytes, int]) -> bytes:
    """A zip of names, contents and modes, whatever the names are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, mode in members:
            entry = zipfile.ZipInfo("x")
            entry.filename, entry.orig_filename = name, name
            entry.external_attr, entry.compress_type = mode << 16, zipfile.ZIP_DEFLATED
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of a name that comes twice
                archive.writestr(entry, content)
    return buffer.getvalue()


def tarred(*members: tuple[str, bytes, bytes, str]) -> bytes:
    """A compressed tar of names, types, contents and link targets."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, kind, content, target in members:
            entry = tarfile.TarInfo(name)
            entry.type, entry.size, entry.linkname = kind, len(content), target
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


FILE, LINK = stat.S_IFREG | 0o644, stat.S_IFLNK | 0o777
REG, SYM, HARD, FIFO, DEVICE = tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE


def encrypted() -> bytes:
    """A zip whose one member says that it needs a password."""
    plain = bytearray(zipped(("a", b"x", FILE)))
    for place in (plain.index(b"PK\x03\x04") + 6, plain.index(b"PK\x01\x02") + 8):
        plain[place] |= 1
    return bytes(plain)


def broken() -> bytes:
    """A zip whose content is not what its checksum says."""
    plain = bytearray(zipped(("a", b"x" * 100, FILE)))
    plain[plain.index(b"PK\x01\x02") + 16] ^= 0xFF
    plain[plain.index(b"PK\x03\x04") + 14] ^= 0xFF
    return bytes(plain)


ZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a path up": (lambda: zipped(("../evil", b"x", FILE)), OUT),
    "a path up from within": (lambda: zipped(("a/../../evil", b"x", FILE)), OUT),
    "a path from the top": (lambda: zipped(("/tmp/evil", b"x", FILE)), OUT),
    "a path of another system": (lambda: zipped(("..\\evil", b"x", FILE)), OUT),
    "a zero byte": (lambda: zipped(("a\0b", b"x", FILE)), OUT),
    "a drive": (lambda: zipped(("C:/evil", b"x", FILE)), OUT),
    "a link out": (lambda: zipped(("a", b"/etc/passwd", LINK)), OUT),
    "a link up": (lambda: zipped(("b/a", b"../../x", LINK)), OUT),
    "a file through a link": (lambda: zipped(("a", b".", LINK), ("a/b", b"x", FILE)), "both a file and a folder"),
    "a link too long": (lambda: zipped(("a", b"b" * 5000, LINK)), "a link that is too long"),
    "a device": (lambda: zipped(("a", b"", stat.S_IFCHR | 0o666)), "a device"),
    "one name twice": (lambda: zipped(("a", b"x", FILE), ("a", b"y", FILE)), "two things with the name"),
    "a file and a folder": (lambda: zipped(("a", b"x", FILE), ("a/b", b"y", FILE)), "both a file and a folder"),
    "a name too long": (lambda: zipped(("a" * 300, b"x", FILE)), "too long"),
    "a path too long": (lambda: zipped(("a/" * 2100 + "b", b"x", FILE)), "too long"),
    "a bomb": (lambda: zipped(("a", b"\0" * 3_000_000, FILE)), "more than"),
    "many small bombs": (lambda: zipped(*((f"{n}", b"\0" * 500_000, FILE) for n in range(5))), "more than"),
    "too many files": (lambda: zipped(*((f"{n}", b"", FILE) for n in range(60))), "more than"),
    "no zip": (lambda: b"PK no zip", "not a zip"),
    "nothing": (lambda: b"", "not a zip"),
    "half of it": (lambda: zipped(("a", b"x" * 100, FILE))[:60], "not a zip"),
    "a wrong checksum": (broken, "Bad CRC"),
    "a password": (encrypted, "password"),
}

TARS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a path up": (lambda: tarred(("../evil", REG, b"x", "")), OUT),
    "a path from the top": (lambda: tarred(("/tmp/evil", REG, b"x", "")), OUT),
    "a link out": (lambda: tarred(("a", SYM, b"", "/etc/passwd")), OUT),
    "a link up": (lambda: tarred(("b/a", SYM, b"", "../../x")), OUT),
    "a link through a link": (
        lambda: tarred(("a/b/l", SYM, b"", "../.."), ("m", SYM, b"", "a/b/l/../evil"), ("a/b/c", REG, b"", "")),
        "through another link",
    ),
    "a hard link out": (lambda: tarred(("a", HARD, b"", "../../etc/passwd")), OUT),
    "a file through a link": (lambda: tarred(("a", SYM, b"", "."), ("a/b", REG, b"x", "")), "both a file and a folder"),
    "a pipe": (lambda: tarred(("a", FIFO, b"", "")), "a device"),
    "a device": (lambda: tarred(("a", DEVICE, b"", "")), "a device"),
    "one name twice": (lambda: tarred(("a", REG, b"x", ""), ("./a", REG, b"y", "")), "two things with the name"),
    "a name too long": (lambda: tarred(("a" * 300, REG, b"x", "")), "too long"),
    "a bomb": (lambda: tarred(("a", REG, b"\0" * 3_000_000, "")), "more than"),
    "too many files": (lambda: tarred(*((f"{n}", REG, b"", "") for n in range(60))), "more than"),
    "no tar": (lambda: b"no tar", "not be opened"),
    "an empty compression": (lambda: gzip.compress(b""), "empty"),
    "half of it": (lambda: tarred(("a", REG, bytes(range(256)) * 200, ""))[:150], "end"),
}
