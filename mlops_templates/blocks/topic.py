"""A topic that tells people something; an e-mail address is optional."""

from __future__ import annotations

from collections.abc import Sequence

from awacs.aws import Action, Allow, Condition, PolicyDocument, Principal, Statement, StringEquals
from troposphere import Equals, Not, Parameter, Ref, Sub, Template, sns

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.parameter import APPROVAL, add_parameter
from mlops_templates.blocks.tls_only import tls_only
from mlops_templates.naming import logical_id, project_resource


def add_topic(template: Template, *, noun: str, key: Key, email: str, told: str, services: Sequence[str] = ()) -> Ref:
    """The topic `<Noun>Topic`; `email` names the parameter with an address, `services` may publish besides roles."""
    identifier = logical_id(noun, "topic")
    topic = Ref(identifier)
    template.add_resource(
        sns.Topic(
            identifier,
            TopicName=Sub(project_resource(noun)),
            KmsMasterKeyId=key.arn,
        )
    )
    publishers = [_publish(topic, services)] if services else []
    statements = [*publishers, tls_only("sns", "Publish", [topic])]
    document = PolicyDocument(Version="2012-10-17", Statement=statements)
    template.add_resource(sns.TopicPolicy(f"{identifier}Policy", Topics=[topic], PolicyDocument=document))
    _subscribe(template, topic, email=email, told=told)
    return topic


def _publish(topic: Ref, services: Sequence[str]) -> Statement:
    return Statement(
        Sid="ServicesOfThisAccount",
        Effect=Allow,
        Principal=Principal("Service", list(services)),
        Action=[Action("sns", "Publish")],
        Resource=[topic],
        Condition=Condition(StringEquals({"aws:SourceAccount": Ref("AWS::AccountId")})),
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
        label=f"E-mail {told}",
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
