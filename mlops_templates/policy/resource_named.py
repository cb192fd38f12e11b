"""Resources are named."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from cfnlint.data import AdditionalSpecs
from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.policy_document import actions, identity_statements
from mlops_templates.policy.reading import listed, text_of

# All there is, or all of a service: arn:aws:s3:::*
EVERYTHING = re.compile(r"\*|arn(:[^:]*){4}:\*")
VARIABLE = re.compile(r"\$\{[^}]*\}")

# Takes a stack or the text of a template, and a text has no ARN.
ALSO_WITHOUT_RESOURCE = frozenset({"cloudformation:GetTemplateSummary"})


class ResourceNamed(CloudFormationLintRule):
    """Resources are named."""

    id = "E9507"
    shortdesc = "Resources are named"
    description = "Resource * or arn:…:* only for actions that know no resource, or under a condition"
    source_url = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
    tags = ["mlops-templates", "iam"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(path, f"name the resources of {', '.join(unnamed)}, or set a condition")
            for path, statement in identity_statements(cfn)
            if statement.get("Effect") == "Allow" and any(map(_is_all, listed(statement.get("Resource", "*"))))
            if (unnamed := sorted(action for action in actions(statement) if _knows_resource(action)))
            and not statement.get("Condition")
        ]


def _is_all(resource: object) -> bool:
    return bool(EVERYTHING.fullmatch(VARIABLE.sub("", text_of(resource))))


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
