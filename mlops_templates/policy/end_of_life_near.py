"""Nothing ends within half a year."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.named_versions import named_versions
from mlops_templates.versions import build_date, versions


class EndOfLifeNear(CloudFormationLintRule):
    """Nothing ends within half a year."""

    id = "W9512"
    shortdesc = "Nothing ends within half a year"
    description = "What ends within 180 days is replaced without haste; at its end E9512 refuses it"
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"
    tags = ["mlops-templates", "lifecycle"]

    def __init__(self) -> None:
        super().__init__()
        self.config_definition = {"build_date": {"default": "", "type": "string"}}

    def match(self, cfn: Template) -> list[RuleMatch]:
        today = build_date(self.config.get("build_date", ""))
        found = ((named, versions(named.kind).get(named.name)) for named in named_versions(cfn))
        return [
            RuleMatch(named.path, f"{named.name} ends within 180 days, on {known.end_of_life}: move on")
            for named, known in found
            if known is not None and known.is_near(today)
        ]
