"""Images and runtimes are maintained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.versions import versions

Path = list[str | int]


class EndOfLife(CloudFormationLintRule):
    """Images and runtimes are maintained."""

    id = "E9512"
    shortdesc = "Images and runtimes are maintained"
    description = "An image or runtime past its end of life gets no security updates"
    source_url = "https://docs.aws.amazon.com/codebuild/latest/userguide/deprecated-images.html"
    tags = ["mlops-templates", "lifecycle"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(path, problem)
            for path, kind, name in [*_images(cfn), *_runtimes(cfn)]
            if (problem := _problem(kind, name, date.today()))
        ]


def _images(cfn: Template) -> Iterator[tuple[Path, str, str]]:
    for name, project in cfn.get_resources(["AWS::CodeBuild::Project"]).items():
        image = project.get("Properties", {}).get("Environment", {}).get("Image")
        if isinstance(image, str) and image.startswith("aws/codebuild/"):
            yield ["Resources", name, "Properties", "Environment", "Image"], "codebuild_images", image


def _runtimes(cfn: Template) -> Iterator[tuple[Path, str, str]]:
    for name, function in cfn.get_resources(["AWS::Lambda::Function"]).items():
        runtime = function.get("Properties", {}).get("Runtime")
        if isinstance(runtime, str):
            yield ["Resources", name, "Properties", "Runtime"], "lambda_runtimes", runtime


def _problem(kind: str, name: str, today: date) -> str:
    known = versions(kind).get(name)
    if known is None:
        return f"{name} is not in versions.yaml, so nobody knows when it ends"
    return f"{name} is past its end of life, {known.end_of_life}" if known.is_past(today) else ""
