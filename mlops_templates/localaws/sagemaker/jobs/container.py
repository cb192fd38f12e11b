"""The folder that stands for a container: where its `/opt/ml` is, and how text that names `/opt/ml` is rewritten."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mlops_templates.localaws.sagemaker.refusals import invalid

OPT_ML = "/opt/ml"
_LAUNCHER_SUFFIXES = (".sh", ".py", ".json")
_SYSTEM = frozenset(
    f"/{path}"
    for path in (
        "", "bin", "etc", "home", "lib", "opt", "root", "sbin", "srv", "tmp", "usr", "usr/bin", "usr/lib", "usr/local",
        "usr/local/bin", "usr/local/lib", "usr/local/share", "usr/share", "var", "var/lib",
    )
)  # fmt: skip
"""Folders that an image shares with this machine: only what it has put into them is its own."""


@dataclass(frozen=True)
class Container:
    """A job's own folder: `opt_ml` is its /opt/ml, `home` its working folder."""

    folder: Path

    @property
    def opt_ml(self) -> Path:
        return self.folder / "ml"

    @property
    def image(self) -> Path:
        """The files of an image of the project's own, if it has one."""
        return self.folder / "image"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def make(self) -> None:
        """Make the folders that every container has."""
        for folder in (self.opt_ml, self.home, self.folder / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)

    def local(self, path: str) -> Path:
        """Where a path under /opt/ml is on this machine."""
        check_path(path)
        return self.opt_ml / PurePosixPath(path).relative_to(OPT_ML)

    def place(self, path: str) -> Path:
        """Where a path of the image is on this machine."""
        pure = PurePosixPath(path)
        if pure.is_relative_to(OPT_ML):
            return self.opt_ml / pure.relative_to(OPT_ML)
        return self.image / path.lstrip("/")

    def rewrite(self, text: str) -> str:
        """The text with every mention of /opt/ml, and of what the image has brought, turned into the job's folder."""
        paths = "|".join(re.escape(path) for path in sorted([OPT_ML, *self._brought()], reverse=True))
        mention = re.compile(rf"(?<![\w/.-])(?:{paths})(?=$|[/\s\"':;,)\]}}])")
        return mention.sub(lambda match: str(self.place(match.group())), text)

    def rewrite_launchers(self, folder: Path) -> None:
        """Rewrite scripts that have /opt/ml written into them: the SageMaker SDK's, and those of an image."""
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file() and (path.suffix in _LAUNCHER_SUFFIXES or _is_script(path)):
                path.write_text(self.rewrite(path.read_text(encoding="utf-8")), encoding="utf-8")

    def take_over_image(self) -> None:
        """Make what the image has at /opt/ml a part of that folder, and its scripts at home in this one."""
        self.rewrite_launchers(self.image)
        brought = self.image / OPT_ML.lstrip("/")
        if brought.is_dir():
            shutil.copytree(brought, self.opt_ml, dirs_exist_ok=True)
            shutil.rmtree(brought)

    def _brought(self) -> list[str]:
        """The paths that are the image's: files and folders, but none that the machine has too."""
        found: list[str] = []
        left = [self.image] if self.image.is_dir() else []
        while left:
            for entry in sorted(left.pop().iterdir()):
                path = f"/{entry.relative_to(self.image).as_posix()}"
                if path in _SYSTEM:
                    left.append(entry)
                else:
                    found.append(path)
        return found


def _is_script(path: Path) -> bool:
    with path.open("rb") as file:
        return not path.suffix and file.read(2) == b"#!"


def check_path(path: str) -> None:
    """Refuse a container path that is not under /opt/ml or that climbs out of it."""
    pure = PurePosixPath(path)
    if not pure.is_relative_to(OPT_ML) or ".." in pure.parts:
        raise invalid(f"LocalPath '{path}' must be a path under {OPT_ML}.")
