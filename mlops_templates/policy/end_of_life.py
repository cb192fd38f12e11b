"""Images and runtimes are maintained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import at, resources
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
    for name, project in resources(cfn, "AWS::CodeBuild::Project"):
        image = at(project, "Properties", "Environment", "Image")
        if isinstance(image, str) and image.startswith("aws/codebuild/"):
            yield ["Resources", name, "Properties", "Environment", "Image"], "codebuild_images", image


def _runtimes(cfn: Template) -> Iterator[tuple[Path, str, str]]:
    for name, function in resources(cfn, "AWS::Lambda::Function"):
        runtime = at(function, "Properties", "Runtime")
        if isinstance(runtime, str):
            yield ["Resources", name, "Properties", "Runtime"], "lambda_runtimes", runtime


def _problem(kind: str, name: str, today: date) -> str:
    known = versions(kind).get(name)
    if known is not None and not known.is_past(today):
        return ""
    maintained = ", ".join(version.name for version in versions(kind).values() if not version.is_past(today))
    fault = f"is past its end of life, {known.end_of_life}" if known else "has no end of life that is known here"
    return f"{name} {fault}; maintained are: {maintained}"
