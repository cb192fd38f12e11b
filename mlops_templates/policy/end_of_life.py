"""Images, runtimes, containers and SDKs are maintained."""

from __future__ import annotations

from datetime import date

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.named_versions import NamedVersion, named_versions
from mlops_templates.versions import build_date, versions


class EndOfLife(CloudFormationLintRule):
    """Images, runtimes, containers and SDKs are maintained."""

    id = "E9512"
    shortdesc = "Images, runtimes, containers and SDKs are maintained"
    description = "What is past its end of life gets no security updates"
    source_url = "https://docs.aws.amazon.com/codebuild/latest/userguide/deprecated-images.html"
    tags = ["mlops-templates", "lifecycle"]

    def __init__(self) -> None:
        super().__init__()
        self.config_definition = {"build_date": {"default": "", "type": "string"}}

    def match(self, cfn: Template) -> list[RuleMatch]:
        today = build_date(self.config.get("build_date", ""))
        return [RuleMatch(named.path, fault) for named in named_versions(cfn) if (fault := _fault(named, today))]


def _fault(named: NamedVersion, today: date) -> str:
    known = versions(named.kind).get(named.name)
    if known is None:
        problem = "has no end of life that is known here" if named.everything_known else ""
    else:
        problem = f"is past its end of life, {known.end_of_life}" if known.is_past(today) else ""
    maintained = ", ".join(version.name for version in versions(named.kind).values() if not version.is_past(today))
    return f"{named.name} {problem}; maintained are: {maintained or 'newer ones'}" if problem else ""
