"""Where the people hear who decide on production: others than those who decide on staging (R47)."""

from __future__ import annotations

from troposphere import Output, Template

from mlops_templates.blocks.approval_topic import ApprovalTopic
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.topic import add_topic


def add_production_approval_topic(template: Template, *, key: Key) -> ApprovalTopic:
    topic = add_topic(
        template,
        noun="production-approval",
        key=key,
        email="ProductionApproverEmail",
        told="when production waits",
    )
    template.add_output(Output("ProductionApprovalTopicArn", Description="Approvals of production", Value=topic))
    return ApprovalTopic(arn=topic)
