"""What a template names of images, runtimes, containers and SDKs, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cfnlint.template import Template

from mlops_templates.policy.reading import Path, at, resources, texts

CONTAINER = re.compile(
    r"/(?P<name>(?:pytorch|tensorflow)(?:-training|-inference)?|sagemaker-xgboost):(?P<version>\d+\.\d+(?:-\d+(?=$|-))?)"
)
SDK = re.compile(
    r"(?<![\w-])sagemaker(?:\[[\w,]*\])?\s*(?:==|~=|<=)\s*(?P<major>\d+)|(?<![\w-])sagemaker\s*<\s*(?P<below>\d+)"
)


@dataclass(frozen=True)
class NamedVersion:
    """A name in a template that the catalogue may know an end of life for."""

    path: Path
    kind: str
    name: str
    everything_known: bool = True
    """Whether a name that the catalogue does not have is a fault."""


def named_versions(cfn: Template) -> Iterator[NamedVersion]:
    yield from _images(cfn)
    yield from _runtimes(cfn)
    for path, text in texts(at(cfn.template, "Resources"), ["Resources"]):
        yield from _containers(path, text)
        yield from _sdks(path, text)


def _images(cfn: Template) -> Iterator[NamedVersion]:
    for name, project in resources(cfn, "AWS::CodeBuild::Project"):
        image = at(project, "Properties", "Environment", "Image")
        if isinstance(image, str) and image.startswith("aws/codebuild/"):
            yield NamedVersion(["Resources", name, "Properties", "Environment", "Image"], "codebuild_images", image)


def _runtimes(cfn: Template) -> Iterator[NamedVersion]:
    for name, function in resources(cfn, "AWS::Lambda::Function"):
        runtime = at(function, "Properties", "Runtime")
        if isinstance(runtime, str):
            yield NamedVersion(["Resources", name, "Properties", "Runtime"], "lambda_runtimes", runtime)


def _containers(path: Path, text: str) -> Iterator[NamedVersion]:
    for found in CONTAINER.finditer(text):
        yield NamedVersion(path, "sagemaker_containers", f"{found['name']}:{found['version']}")


def _sdks(path: Path, text: str) -> Iterator[NamedVersion]:
    """Requirements that pin the SDK, such as a build specification installs."""
    for found in SDK.finditer(text):
        major = int(found["major"]) if found["major"] else int(found["below"]) - 1
        yield NamedVersion(path, "sagemaker_sdks", f"sagemaker {major}", everything_known=False)
