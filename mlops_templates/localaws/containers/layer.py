"""Layers: the files that one COPY brings, as a tar that says nothing of when, where and by whom it was made."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from mlops_templates.localaws.archives import unpack_tar
from mlops_templates.localaws.containers.instructions import DockerfileError


def pack(files: Mapping[str, Path], folders: Iterable[str] = ()) -> bytes:
    """A layer with these files, by their absolute path in the image, and with these folders."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for folder in sorted(set(folders)):
            member = tarfile.TarInfo(folder.strip("/"))
            member.type, member.mode = tarfile.DIRTYPE, 0o755
            if member.name:
                archive.addfile(member)
        for path in sorted(files):
            content = files[path].read_bytes()
            member = tarfile.TarInfo(path.lstrip("/"))
            member.size, member.mode = len(content), 0o755 if files[path].stat().st_mode & 0o100 else 0o644
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(raw.getvalue(), mtime=0)


def digest_of(blob: bytes) -> str:
    return f"sha256:{hashlib.sha256(blob).hexdigest()}"


def unpack(layer: Path, root: Path) -> None:
    """Lay the files of a layer over those that are there.

    Raises:
        BadArchiveError: it was not packed here, or not whole.
    """
    unpack_tar(layer, root)


def copied(context: Path, sources: list[str], target: str) -> dict[str, Path]:
    """What `COPY sources target` brings, by path in the image: of a folder its content, of a pattern what fits.

    Raises:
        DockerfileError: in docker's words, for what is not in the context.
    """
    found: dict[str, Path] = {}
    folder = target.endswith("/") or len(sources) > 1 or any(set(source) & set("*?[") for source in sources)
    for source in sources:
        for path in _matches(context, source):
            if path.is_dir():
                inside = (each for each in sorted(path.rglob("*")) if each.is_file())
                found |= {_join(target, each.relative_to(path).as_posix()): each for each in inside}
            else:
                found[_join(target, path.name) if folder else target] = path
    return found


def _matches(context: Path, source: str) -> list[Path]:
    parts = PurePosixPath(source.lstrip("/")).parts
    if ".." in parts:
        raise DockerfileError(f'"{source}": not found: it leads out of the build context')
    relative = "/".join(parts)
    paths = [context] if not relative else sorted(context.glob(relative))
    outside = [path for path in paths if not path.resolve().is_relative_to(context.resolve())]
    if not paths or outside:
        raise DockerfileError(
            f'failed to compute cache key: failed to calculate checksum of ref: "/{relative}": not found'
        )
    return paths


def _join(folder: str, name: str) -> str:
    return str(PurePosixPath(folder) / name)
