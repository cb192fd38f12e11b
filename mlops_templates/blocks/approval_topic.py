"""Where the leads of a project hear that a decision waits, and of alarms."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import AWSHelperFn, Output, Ref, Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.stage_accounts import StageAccounts
from mlops_templates.blocks.topic import add_topic


@dataclass(frozen=True)
class ApprovalTopic:
    """Tells the leads of a project: who approve, and mend what alarms."""

    arn: AWSHelperFn


def add_approval_topic(template: Template, *, key: Key, stages: StageAccounts | None = None) -> ApprovalTopic:
    """The topic; alarms of the accounts of the stages tell it, too."""
    topic = add_topic(
        template,
        noun="approval",
        key=key,
        email="ApproverEmail",
        told="of approvals that wait and of alarms",
        alarms_of=[Ref("AWS::AccountId"), *(stages.ids if stages else ())],
    )
    template.add_output(Output("ApprovalTopicArn", Description="Approvals and alarms", Value=topic))
    return ApprovalTopic(arn=topic)
