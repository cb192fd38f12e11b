"""The folder that stands for a container: where its `/opt/ml` is, and how text that names `/opt/ml` is rewritten."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mlops_templates.localaws.sagemaker.refusals import invalid

OPT_ML = "/opt/ml"
_MENTION = re.compile(rf"(?<![\w/.-]){OPT_ML}(?=$|[/\s\"':;,)\]}}])")
_LAUNCHER_SUFFIXES = (".sh", ".py", ".json")


@dataclass(frozen=True)
class Container:
    """A job's own folder: `opt_ml` is its /opt/ml, `home` its working folder."""

    folder: Path

    @property
    def opt_ml(self) -> Path:
        return self.folder / "ml"

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

    def rewrite(self, text: str) -> str:
        """The text with every mention of /opt/ml turned into the job's folder."""
        return _MENTION.sub(lambda _: str(self.opt_ml), text)

    def rewrite_launchers(self, folder: Path) -> None:
        """Rewrite the launch scripts that the SageMaker SDK uploads: they have /opt/ml written into them."""
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file() and path.suffix in _LAUNCHER_SUFFIXES:
                path.write_text(self.rewrite(path.read_text(encoding="utf-8")), encoding="utf-8")


def check_path(path: str) -> None:
    """Refuse a container path that is not under /opt/ml or that climbs out of it."""
    pure = PurePosixPath(path)
    if not pure.is_relative_to(OPT_ML) or ".." in pure.parts:
        raise invalid(f"LocalPath '{path}' must be a path under {OPT_ML}.")
