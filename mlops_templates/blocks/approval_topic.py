"""Where approvers hear that a decision is waiting; an e-mail address is optional."""

from __future__ import annotations

from dataclasses import dataclass

from awacs.aws import PolicyDocument
from troposphere import AWSHelperFn, Equals, Not, Output, Parameter, Ref, Sub, Template, sns

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.tls_only import tls_only
from mlops_templates.naming import project_resource

EMAIL = "ApproverEmail"
HAS_EMAIL = "HasApproverEmail"


@dataclass(frozen=True)
class ApprovalTopic:
    """Tells approvers."""

    arn: AWSHelperFn


def add_approval_topic(template: Template, *, key: Key) -> ApprovalTopic:
    topic = Ref("ApprovalTopic")
    template.add_resource(
        sns.Topic(
            "ApprovalTopic",
            TopicName=Sub(project_resource("approval")),
            DisplayName=Sub("Approvals of ${SageMakerProjectName}"),
            KmsMasterKeyId=key.arn,
        )
    )
    template.add_resource(_tls_only_policy(topic))
    _add_subscription(template, topic)
    template.add_output(Output("ApprovalTopicArn", Description="Topic that tells approvers", Value=topic))
    return ApprovalTopic(arn=topic)


def _add_subscription(template: Template, topic: Ref) -> None:
    template.add_parameter(
        Parameter(
            EMAIL,
            Type="String",
            Default="",
            MaxLength=254,
            AllowedPattern=r"^([^@\s]+@[^@\s]+\.[^@\s.]+)?$",
            ConstraintDescription="must be one e-mail address, for example lead@example.com, or empty",
            Description="E-mail address that is told when an approval waits. Empty: nobody is told by e-mail.",
        )
    )
    template.add_parameter_to_group(EMAIL, "Approval")
    template.set_parameter_label(EMAIL, "E-mail address of the approver")
    template.add_condition(HAS_EMAIL, Not(Equals(Ref(EMAIL), "")))
    template.add_resource(
        sns.SubscriptionResource(
            "ApproverSubscription", Condition=HAS_EMAIL, Protocol="email", Endpoint=Ref(EMAIL), TopicArn=topic
        )
    )


def _tls_only_policy(topic: Ref) -> sns.TopicPolicy:
    document = PolicyDocument(Version="2012-10-17", Statement=[tls_only("sns", "Publish", [topic])])
    return sns.TopicPolicy("ApprovalTopicPolicy", Topics=[topic], PolicyDocument=document)
