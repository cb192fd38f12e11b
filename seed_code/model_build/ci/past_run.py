"""The run that made a model version: which commit and build it was, and its copies of code and data in a folder."""

import io
import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ci.banner import StepFailed, say
from ci.build import COPIED
from ml_pipelines import settings
from ml_pipelines.source_code import digest

SETTINGS = Path("ml_pipelines") / "training"
SUMMARIES = "ModelPackageSummaryList"
NEEDED = ("BuildId", "CommitId", "EvaluationReportS3Uri")


@dataclass(frozen=True)
class PastRun:
    version: str
    commit: str
    bucket: str
    prefix: str
    """Folder of its build in the bucket."""
    metrics_uri: str

    def uri(self, name: str) -> str:
        return f"s3://{self.bucket}/{self.prefix}/{name}"


def version_named(registry: Any, group: str, wanted: str) -> str:
    """The ARN of a version; a number counts in this group."""
    if wanted.startswith("arn:"):
        return wanted
    pages = registry.get_paginator("list_model_packages").paginate(ModelPackageGroupName=group)
    found = {one["ModelPackageVersion"]: one["ModelPackageArn"] for page in pages for one in page[SUMMARIES]}
    if not wanted.isdecimal() or int(wanted) not in found:
        known = ", ".join(map(str, sorted(found)[-10:])) or "none"
        raise StepFailed(
            f"{group} has no version {wanted!r}; its newest: {known}",
            "name one of them, as in `make reproduce MODEL=3`, or a version of another group by its ARN",
        )
    return str(found[int(wanted)])


def past_run(registry: Any, version: str) -> PastRun:
    package = registry.describe_model_package(ModelPackageName=version)
    facts = package.get("CustomerMetadataProperties", {})
    missing = [name for name in NEEDED if not facts.get(name)]
    if missing:
        raise StepFailed(
            f"{version} does not name its {', '.join(missing)}", "name a version that this repository has registered"
        )
    # A reused step leaves its report in the folder of an earlier build, but never in that of another branch.
    bucket, _, key = facts["EvaluationReportS3Uri"].removeprefix("s3://").partition("/")
    return PastRun(
        version=version,
        commit=facts["CommitId"],
        bucket=bucket,
        prefix=f"{key.partition('/')[0]}/{facts['BuildId']}",
        metrics_uri=package["ModelMetrics"]["ModelQuality"]["Statistics"]["S3Uri"],
    )


def restore(s3: Any, past: PastRun, root: Path, folder: Path, local: bool) -> None:
    """All that the run needs, into a folder of its own; with `local` the data too, wherever it was."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, place in COPIED.items():
        for path, content in objects(s3, past, f"{place}/"):
            write(folder / name / path, content)
    if not (folder / SETTINGS).is_dir():
        raise StepFailed(
            f"the copies of its code are not in {past.uri('code/')}",
            f"they were deleted, or the run was started by hand with a BuildId of its own; its commit is {past.commit}",
        )
    copy_ci(root, past.commit, folder)
    restore_data(s3, past, folder, local)


def restore_data(s3: Any, past: PastRun, folder: Path, local: bool) -> None:
    """A file to where the settings name it. Data of a bucket stays there, and the settings name its copy instead."""
    file = settings.settings_file(folder / SETTINGS)
    source = settings.read_document(file)["data"]["source"]
    remote = source.startswith("s3://")
    if remote and not local:
        name_source(file, source, past.uri("input/"))
        return
    data = dict(objects(s3, past, "input/"))
    if len(data) != 1:
        raise StepFailed(
            f"{past.uri('input/')} holds {len(data)} files, and a local run reads one", "run it without LOCAL=1"
        )
    refuse_other_data(s3, past, data)
    ((name, content),) = data.items()
    if remote:
        name_source(file, source, f"data/{Path(name).name}")
    write(folder / (f"data/{Path(name).name}" if remote else source), content)


def refuse_other_data(s3: Any, past: PastRun, data: dict[str, bytes]) -> None:
    known = json.loads(dict(objects(s3, past, "build.json"))[""])["Input"]
    if known and known["Sha256"] != digest(data):
        raise StepFailed(
            f"the data in {past.uri('input/')} is not what the run read: its digest differs from that in build.json",
            "bring back the object's first version; the bucket keeps versions",
        )


def name_source(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def copy_ci(root: Path, commit: str, folder: Path) -> None:
    """The CI of that commit, for it knows the ml_pipelines of its time; that of today where the commit is not known."""
    known = re.fullmatch(r"[0-9a-f]{7,64}", commit)
    command = ["git", "-C", str(root), "archive", "--format=tar", commit, "ci"]
    done = subprocess.run(command, capture_output=True, check=False) if known else None  # noqa: S603 - fixed commands
    if done and not done.returncode:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        return
    say(f"this clone does not know commit {commit}: ci/ of today runs its code (`git fetch` may help)")
    shutil.copytree(root / "ci", folder / "ci", ignore=shutil.ignore_patterns("__pycache__"))


def objects(s3: Any, past: PastRun, place: str) -> Iterator[tuple[str, bytes]]:
    """What lies under a place of the build: the rest of the key, and the content."""
    prefix = f"{past.prefix}/{place}"
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=past.bucket, Prefix=prefix):
        for item in page.get("Contents", []):
            body = s3.get_object(Bucket=past.bucket, Key=item["Key"])["Body"]
            yield item["Key"].removeprefix(prefix), body.read()


def write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
