"""Resources are named."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from cfnlint.data import AdditionalSpecs
from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.policy_document import actions, identity_statements
from mlops_templates.policy.reading import listed

# Takes a stack or the text of a template, and a text has no ARN.
ALSO_WITHOUT_RESOURCE = frozenset({"cloudformation:GetTemplateSummary"})


class ResourceNamed(CloudFormationLintRule):
    """Resources are named."""

    id = "E9507"
    shortdesc = "Resources are named"
    description = "Resource * only for actions that know no resource, or under a condition"
    source_url = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
    tags = ["mlops-templates", "iam"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(path, f"name the resources of {', '.join(unnamed)}, or set a condition")
            for path, statement in identity_statements(cfn)
            if statement.get("Effect") == "Allow" and "*" in listed(statement.get("Resource", "*"))
            if (unnamed := sorted(action for action in actions(statement) if _knows_resource(action)))
            and not statement.get("Condition")
        ]


@cache
def _services() -> dict[str, Any]:
    """The service authorisation reference, which cfn-lint carries."""
    return dict(json.loads((files(AdditionalSpecs) / "Policies.json").read_text(encoding="utf-8")))


def _knows_resource(action: str) -> bool:
    if action in ALSO_WITHOUT_RESOURCE:
        return False
    service, _, name = action.partition(":")
    known = _services().get(service, {}).get("Actions", {}).get(name.lower(), {"Resources": ["unknown"]})
    return bool(known.get("Resources"))
