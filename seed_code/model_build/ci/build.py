"""One build: its id, and everything of it that goes to the ML data bucket before the pipeline starts."""

import json
import os
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ci.banner import StepFailed
from ml_pipelines.project import Project
from ml_pipelines.source_code import StepSource, digest

COPIED = {"algorithms": "code/algorithms", "ml_pipelines": "code/ml-pipelines"}


@dataclass(frozen=True)
class Build:
    project: Project
    build_id: str
    commit: str

    @property
    def prefix(self) -> str:
        return f"{self.project.use_case}/{self.build_id}"

    def uri(self, key: str) -> str:
        return f"s3://{self.project.bucket}/{key}"


def commit_of(root: Path) -> str:
    """CodeBuild knows the commit of its source; elsewhere git does."""
    known = os.environ.get("CODEBUILD_RESOLVED_SOURCE_VERSION", "")
    if known:
        return known
    if git(root, "status", "--porcelain"):
        raise StepFailed(
            "there are changes that no commit holds, and a model version names the commit that made it",
            "commit them; a branch of your own is the place for trials",
        )
    return git(root, "rev-parse", "HEAD")


def git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), *words]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - fixed commands
    except (OSError, subprocess.CalledProcessError):
        raise StepFailed(
            "the commit is not known: neither CODEBUILD_RESOLVED_SOURCE_VERSION nor git tells it",
            "run this in a clone of the repository, after the first commit",
        ) from None
    return answer.stdout.strip()


def build_id(now: datetime, commit: str) -> str:
    return f"{now:%Y%m%dT%H%M%SZ}-{commit[:12]}"


def data_key(project: Project, data: Mapping[str, bytes]) -> str:
    """Folder of the input data by its content, so that unchanged data leaves cached steps valid."""
    return f"{project.use_case}/content/input/{digest(data)[:32]}/"


def objects(build: Build, root: Path, data: Mapping[str, bytes], sources: Mapping[str, StepSource]) -> dict[str, bytes]:
    """Every object of the build, by key: what jobs read, and the copies that let a run be recreated later."""
    use_case = build.project.use_case
    read_by_jobs = {data_key(build.project, data) + name: content for name, content in data.items()} | {
        f"{use_case}/{key}": content for source in sources.values() for key, content in source.objects().items()
    }
    copies = {f"{build.prefix}/input/{name}": content for name, content in data.items()}
    for folder, place in COPIED.items():
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                copies[f"{build.prefix}/{place}/{path.relative_to(root / folder).as_posix()}"] = path.read_bytes()
    return read_by_jobs | copies | {f"{build.prefix}/build.json": manifest(build, data, sources)}


def manifest(build: Build, data: Mapping[str, bytes], sources: Mapping[str, StepSource]) -> bytes:
    facts = {
        "BuildId": build.build_id,
        "CommitId": build.commit,
        "Branch": build.project.branch,
        "Input": {"Sha256": digest(data), "Files": sorted(data)} if data else None,
        "Steps": {name: {"Sha256": source.digest} for name, source in sources.items()},
    }
    return (json.dumps(facts, indent=2) + "\n").encode()


def upload(s3: Any, bucket: str, contents: Mapping[str, bytes]) -> None:
    def put(item: tuple[str, bytes]) -> None:
        s3.put_object(Bucket=bucket, Key=item[0], Body=item[1])

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(put, contents.items()))


def copy_from(s3: Any, source: str, bucket: str, prefix: str) -> int:
    """Copy a folder `s3://bucket/folder/` into the build; the number of copied objects."""
    source_bucket, _, folder = source.removeprefix("s3://").partition("/")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=source_bucket, Prefix=folder)
    keys = [item["Key"] for page in pages for item in page.get("Contents", []) if not item["Key"].endswith("/")]
    for key in keys:
        s3.copy({"Bucket": source_bucket, "Key": key}, bucket, f"{prefix}/input/{key.removeprefix(folder)}")
    return len(keys)
