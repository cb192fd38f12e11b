"""A topic that tells people something; an e-mail address is optional."""

from __future__ import annotations

from collections.abc import Sequence

from awacs.aws import Action, Allow, Condition, PolicyDocument, Principal, Statement, StringEquals
from troposphere import Equals, Not, Parameter, Ref, Sub, Template, sns

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.parameter import APPROVAL, add_parameter
from mlops_templates.blocks.tls_only import tls_only
from mlops_templates.naming import logical_id, project_resource


def add_topic(template: Template, *, noun: str, key: Key, email: str, told: str, alarms_of: Sequence[Ref] = ()) -> Ref:
    """The topic `<Noun>Topic`; `email` names the parameter with an address. Roles and those alarms publish."""
    identifier = logical_id(noun, "topic")
    topic = Ref(identifier)
    template.add_resource(
        sns.Topic(
            identifier,
            TopicName=Sub(project_resource(noun)),
            KmsMasterKeyId=key.arn,
        )
    )
    publishers = [_alarms(topic, alarms_of)] if alarms_of else []
    statements = [*publishers, tls_only("sns", "Publish", [topic])]
    document = PolicyDocument(Version="2012-10-17", Statement=statements)
    template.add_resource(sns.TopicPolicy(f"{identifier}Policy", Topics=[topic], PolicyDocument=document))
    _subscribe(template, topic, email=email, told=told)
    return topic


def _alarms(topic: Ref, accounts: Sequence[Ref]) -> Statement:
    return Statement(
        Sid="Alarms",
        Effect=Allow,
        Principal=Principal("Service", "cloudwatch.amazonaws.com"),
        Action=[Action("sns", "Publish")],
        Resource=[topic],
        Condition=Condition(StringEquals({"aws:SourceAccount": list(accounts)})),
    )


def _subscribe(template: Template, topic: Ref, *, email: str, told: str) -> None:
    address = add_parameter(
        template,
        Parameter(
            email,
            Type="String",
            Default="",
            MaxLength=254,
            AllowedPattern=r"^([^@\s]+@[^@\s]+\.[^@\s.]+)?$",
            ConstraintDescription="must be one e-mail address, or empty",
            Description=f"E-mail address told {told}; empty: none",
        ),
        group=APPROVAL,
    )
    condition = f"Has{email}"
    template.add_condition(condition, Not(Equals(address, "")))
    template.add_resource(
        sns.SubscriptionResource(
            email.replace("Email", "Subscription"),
            Condition=condition,
            Protocol="email",
            Endpoint=address,
            TopicArn=topic,
        )
    )
