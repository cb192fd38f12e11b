"""Parameters are bounded and say how."""

from __future__ import annotations

from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import at, mapping

BOUNDS = ("AllowedPattern", "AllowedValues", "MaxLength", "MaxValue")


class ParameterExplained(CloudFormationLintRule):
    """Parameters are bounded and say how."""

    id = "E9513"
    shortdesc = "Parameters are bounded and say how"
    description = "A person who fills in the form learns from it what is allowed, before anything is made"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html"
    tags = ["mlops-templates", "parameters"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Parameters", name], f"{name}: needs {missing}")
            for name, parameter in mapping(at(cfn.template, "Parameters")).items()
            for missing in _missing(mapping(parameter))
        ]


def _missing(parameter: dict[str, Any]) -> list[str]:
    missing = [key for key in ("Description", "ConstraintDescription") if not parameter.get(key)]
    if parameter.get("Type") in ("String", "Number", "CommaDelimitedList") and not any(
        bound in parameter for bound in BOUNDS
    ):
        missing.append(f"one of {', '.join(BOUNDS)}")
    return missing
