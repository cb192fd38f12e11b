"""Puts the sources of a build into its folders."""

from __future__ import annotations

import subprocess
from pathlib import Path

from botocore.exceptions import ClientError

from mlops_templates.localaws.archives import BadArchiveError, unpack_zip
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild import clone_reference
from mlops_templates.localaws.codebuild.failure import BuildFailure
from mlops_templates.localaws.codebuild.state import Build
from mlops_templates.localaws.codebuild.workplace import Workplace
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


def fetch(call: Call, build: Build, workplace: Workplace) -> dict[str, Path]:
    """Fill the folders; give those of the secondary sources by identifier.

    Raises:
        BuildFailure: CLIENT_ERROR, if a source is not there or cannot be read.
    """
    try:
        if build.sources is not None:
            return _given(call, build, workplace)
        return _fetched(call, build, workplace)
    except BadArchiveError as error:
        raise BuildFailure("CLIENT_ERROR", f"the source is not a usable zip file: {error}") from error
    except AwsError as error:
        raise BuildFailure("CLIENT_ERROR", f"{error.code}: {error.message}") from error
    except ClientError as error:
        facts = error.response["Error"]
        raise BuildFailure("CLIENT_ERROR", f"{facts['Code']}: {facts['Message']}") from error


def _given(call: Call, build: Build, workplace: Workplace) -> dict[str, Path]:
    secondary = {}
    for name, archive in (build.sources or {}).items():
        if place := build.source_places.get(name):
            call.client("s3").get_object(Bucket=place[0], Key=place[1])["Body"].close()
        folder = workplace.secondary(name) if name else workplace.primary
        if reference := clone_reference.read(archive):
            folder.mkdir(parents=True, exist_ok=True)
            _clone(call, reference.url, reference.commit, folder)
        else:
            unpack_zip(archive, folder)
        if name:
            secondary[name] = folder
    return secondary


def _fetched(call: Call, build: Build, workplace: Workplace) -> dict[str, Path]:
    versions = {
        each["sourceIdentifier"]: each["sourceVersion"] for each in build.settings.get("secondarySourceVersions", [])
    }
    build.resolved_version = _fetch(call, build.settings["source"], build.source_version, workplace.primary)
    secondary = {}
    for source in build.settings.get("secondarySources", []):
        identifier = source["sourceIdentifier"]
        secondary[identifier] = workplace.secondary(identifier)
        _fetch(call, source, versions.get(identifier, ""), secondary[identifier])
    return secondary


def _fetch(call: Call, source: Document, version: str, folder: Path) -> str:
    """Fetch one source; give the version that came, "" if it has none."""
    folder.mkdir(parents=True, exist_ok=True)
    if source["type"] == "CODECOMMIT":
        return _clone(call, source["location"], version, folder)
    if source["type"] == "S3":
        return _download(call, source["location"], version, folder)
    return ""


def _clone(call: Call, url: str, version: str, folder: Path) -> str:
    if "git-codecommit." in url:
        call.require("codecommit", "GitPull", {"repositoryName": url.rstrip("/").rpartition("/")[2]})
    variables = {**git.variables(), **call.environment()}
    wanted = version.removeprefix("refs/heads/").removeprefix("refs/tags/") or "HEAD"
    steps = [["clone", "--quiet", url, "."], ["checkout", "--quiet", wanted], ["rev-parse", "HEAD"]]
    output = ""
    for step in steps:
        done = subprocess.run(  # noqa: S603 - git, on the location that the project names
            ["git", *step],  # noqa: S607 - the user's git, wherever it is
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BuildFailure("CLIENT_ERROR", f"git {step[0]} failed for {url}: {done.stderr.strip()}")
        output = done.stdout.strip()
    return output


def _download(call: Call, location: str, version: str, folder: Path) -> str:
    s3 = call.client("s3")
    bucket, _, key = location.removeprefix("arn:aws:s3:::").partition("/")
    if not key.endswith("/"):
        chosen = {"VersionId": version} if version else {}
        answer = s3.get_object(Bucket=bucket, Key=key, **chosen)
        unpack_zip(answer["Body"].read(), folder)
        return str(answer.get("VersionId", ""))
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key):
        for item in page.get("Contents", []):
            target = folder / item["Key"].removeprefix(key)
            if not target.resolve().is_relative_to(folder.resolve()):
                raise BuildFailure("CLIENT_ERROR", f"the source holds a key that leads out of it: {item['Key']!r}")
            if not item["Key"].endswith("/"):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read())
    return ""
