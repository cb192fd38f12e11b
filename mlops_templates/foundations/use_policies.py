"""The policies that the roles of all projects share: one per duty, in a stack of their own.

They name no project. What a role may touch follows from its tags, so one reviewed text serves every project, and a
permission that must change is changed for all of them by one publish.
"""

from __future__ import annotations

from awacs.aws import PolicyDocument
from troposphere import Sub, Template
from troposphere.iam import ManagedPolicy

from mlops_templates.duties import DUTIES
from mlops_templates.duties.statement import statements
from mlops_templates.foundations.content_digest import add_content_digest
from mlops_templates.model import Duty
from mlops_templates.naming import IAM_PATH, logical_id, use_policy_name

STACK_NAME = "mlops-templates-use-policies"
FILE_NAME = "0-use-policies.yaml"


def use_policies_template() -> Template:
    template = Template(Description="Policies of mlops-templates: what the roles of projects may do, by duty")
    template.set_version("2010-09-09")
    for duty in DUTIES:
        template.add_resource(_policy(duty))
    template.add_output(add_content_digest(template))
    return template


def _policy(duty: Duty) -> ManagedPolicy:
    return ManagedPolicy(
        logical_id(duty.name, "policy"),
        ManagedPolicyName=Sub(use_policy_name(duty.name)),
        Path=IAM_PATH,
        Description=duty.purpose,
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=statements(duty.permissions)),
    )
