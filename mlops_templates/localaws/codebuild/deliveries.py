"""Hands over what a build leaves: to CodePipeline as zips, or to S3."""

from __future__ import annotations

from pathlib import Path

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.artifacts import collect, zip_of
from mlops_templates.localaws.codebuild.build_log import write
from mlops_templates.localaws.codebuild.buildspec import Buildspec
from mlops_templates.localaws.codebuild.failure import BuildFailure
from mlops_templates.localaws.codebuild.state import Build
from mlops_templates.localaws.document import Document


def deliver(call: Call, build: Build, buildspec: Buildspec, source: Path) -> None:
    """Collect every artifact that the project wants.

    Raises:
        BuildFailure: if there is nothing to collect, or the bucket refuses it.
    """
    primary: Document = build.settings["artifacts"]
    secondary: dict[str, Document] = {
        each["artifactIdentifier"]: each for each in build.settings.get("secondaryArtifacts", [])
    }
    for identifier, wanted in buildspec.artifacts.items():
        place = secondary.get(identifier, primary) if identifier else primary
        if place["type"] == "NO_ARTIFACTS":
            continue
        write(build, f"Expanding base directory path: {wanted.base or '.'}")
        files = collect(wanted, source)
        write(build, f"Found {len(files)} file(s)")
        build.artifacts[identifier] = zip_of(files)
        if place["type"] == "S3":
            _upload(call, build, identifier, files, place, wanted.name)


def _upload(
    call: Call, build: Build, identifier: str, files: dict[str, Path], place: Document, name_in_spec: str
) -> None:
    name = name_in_spec if place.get("overrideArtifactName") and name_in_spec else place.get("name")
    parts = [
        place.get("path", "").strip("/"),
        build.uuid if place.get("namespaceType") == "BUILD_ID" else "",
        name or build.project.name,
    ]
    key = "/".join(part for part in parts if part and part != "/")
    s3 = call.client("s3")
    try:
        if place.get("packaging") == "ZIP":
            s3.put_object(Bucket=place["location"], Key=key, Body=build.artifacts[identifier])
        else:
            for path, file in files.items():
                s3.put_object(Bucket=place["location"], Key=f"{key}/{path}", Body=file.read_bytes())
    except ClientError as error:
        facts = error.response["Error"]
        message = f"Error in UPLOAD_ARTIFACTS phase: {facts['Code']}: {facts['Message']}"
        raise BuildFailure("CLIENT_ERROR", message) from error
    build.locations[identifier] = f"arn:aws:s3:::{place['location']}/{key}"
