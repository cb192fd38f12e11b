"""Folders that stand for S3: `s3://bucket/key` lies at `bucket/key`."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ci.banner import StepFailed


@dataclass(frozen=True)
class Store:
    folder: Path

    def path(self, uri: str) -> Path:
        return self.folder / uri.removeprefix("s3://").rstrip("/")

    def put(self, bucket: str, objects: Mapping[str, bytes]) -> None:
        for key, content in objects.items():
            file = self.folder / bucket / key
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def pull(self, uri: str, folder: Path) -> None:
        """A file, or all files of a folder, into a folder."""
        source = self.path(uri)
        if source.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder)
        elif source.is_dir():
            shutil.copytree(source, folder, dirs_exist_ok=True)
        else:
            raise StepFailed(f"nothing is at {uri}", "an earlier step has not left what the next one reads")

    def push(self, folder: Path, uri: str) -> None:
        shutil.copytree(folder, self.path(uri), dirs_exist_ok=True)
