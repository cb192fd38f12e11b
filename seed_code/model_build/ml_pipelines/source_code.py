"""The code of each step under a key made of its content: unchanged code keeps its key, and its cached results."""

import gzip
import hashlib
import io
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ALGORITHMS = Path(__file__).parents[1] / "algorithms"
SHARED = "shared_libraries"
NOT_SHIPPED_FOLDERS = frozenset({"test", "__pycache__", ".ipynb_checkpoints"})
DOCKERFILE, REQUIREMENTS = "dockerfile", "requirements.txt"
NOT_SHIPPED_FILES = frozenset({"README.md", DOCKERFILE, "requirements.in"})
NOT_IN_IMAGES = frozenset({"README.md"})


class SourceError(Exception):
    """The pipeline names a job that the repository does not have."""


@dataclass(frozen=True)
class StepSource:
    """What one job runs: its own folder, with shared_libraries/ beside its files."""

    job: str
    files: Mapping[str, bytes]
    image: Mapping[str, bytes] = field(default_factory=dict)
    """What its image is built from: nothing without a dockerfile."""

    @property
    def image_tag(self) -> str:
        """The tag of its own image, by content; empty when it runs in a framework image."""
        return f"{self.job.replace('/', '-')}-{digest(self.image)[:16]}" if self.image else ""

    @property
    def digest(self) -> str:
        return digest(self.files)

    @property
    def installs_packages(self) -> bool:
        """Whether the job adds packages to its image, see shared_libraries/run.sh."""
        return REQUIREMENTS in self.files

    @property
    def prefix(self) -> str:
        return f"content/code/{self.job}/{self.digest[:32]}"

    @property
    def archive_key(self) -> str:
        """For training jobs: the framework image unpacks it."""
        return f"{self.prefix}/sourcedir.tar.gz"

    @property
    def tree_key(self) -> str:
        """For processing jobs: an input folder as it is."""
        return f"{self.prefix}/tree/"

    def objects(self) -> dict[str, bytes]:
        """Every object to upload, by key."""
        if self.job.startswith("training/"):
            return {self.archive_key: archive(self.files)}
        return {f"{self.tree_key}{name}": content for name, content in self.files.items()}


class StepSources(dict[str, StepSource]):
    """Jobs by `<kind>/<job>`, as the pipeline names them."""

    def __missing__(self, job: str) -> StepSource:
        raise SourceError(f"the pipeline names the job {job}; algorithms/ has: {', '.join(self) or 'none'}")


def step_sources(algorithms: Path = ALGORITHMS) -> StepSources:
    """All jobs of the repository."""
    jobs = [main.parent for main in sorted(algorithms.glob("*/*/__main__.py"))]
    shared = {f"{SHARED}/{name}": content for name, content in shipped(algorithms / SHARED).items()}
    names = [folder.relative_to(algorithms).as_posix() for folder in jobs]
    return StepSources({name: step_source(name, algorithms / name, shared) for name in names})


def step_source(job: str, folder: Path, shared: Mapping[str, bytes]) -> StepSource:
    """A job with a dockerfile has its packages in its image, and installs none when it starts."""
    if not (folder / DOCKERFILE).is_file():
        return StepSource(job, shipped(folder) | shared)
    files = {name: content for name, content in shipped(folder).items() if name != REQUIREMENTS}
    return StepSource(job, files | shared, shipped(folder, without=NOT_IN_IMAGES))


def shipped(folder: Path, without: frozenset[str] = NOT_SHIPPED_FILES) -> dict[str, bytes]:
    """Files of a folder that a job needs, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name not in without
        and not NOT_SHIPPED_FOLDERS & set(path.relative_to(folder).parts[:-1])
    }


def digest(files: Mapping[str, bytes]) -> str:
    """The same for the same names and bytes, whatever machine, folder and time."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def archive(files: Mapping[str, bytes]) -> bytes:
    """A tar.gz that says nothing about when, where and by whom it was made."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as content:
        for name in sorted(files):
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(files[name]), 0o644, 0
            content.addfile(member, io.BytesIO(files[name]))
    return gzip.compress(raw.getvalue(), mtime=0)
