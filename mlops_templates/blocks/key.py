"""The encryption key of a project: buckets, artifacts, logs, queue and topic all use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from awacs.aws import (
    Action,
    Allow,
    ArnLike,
    AWSPrincipal,
    Condition,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
)
from troposphere import AWSHelperFn, GetAtt, Output, Ref, Sub, Template, kms

from mlops_templates.blocks.guests import Guests
from mlops_templates.naming import PROJECT_ID, arn

# What policies of the account may grant: use and administration, all but the key stores and rotation on demand.
ADMINISTER = ("*Grant", "*Key*", "*tagResource", "Decrypt", "Encrypt", "List*", "ReEncrypt*")
# Services that write into encrypted queues and topics.
TELL = ("cloudwatch.amazonaws.com", "events.amazonaws.com")
USE = ("Decrypt", "DescribeKey", "GenerateDataKey")
ENCRYPT_LOGS = ("Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey*", "ReEncrypt*")


@dataclass(frozen=True)
class Key:
    """Encrypts what the project stores."""

    arn: AWSHelperFn
    identifier: AWSHelperFn


def add_key(template: Template, *, guests: Guests | None = None, tellers: Sequence[Ref] = ()) -> Key:
    """The key; guests use it too, and services of the accounts `tellers` that write to the topics."""
    template.add_resource(
        kms.Key(
            "Key",
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            Description=Sub("Project ${SageMakerProjectName} (${SageMakerProjectId})"),
            EnableKeyRotation=True,
            KeyPolicy=_key_policy(guests, tellers),
        )
    )
    key = GetAtt("Key", "Arn")
    template.add_output(Output("KeyArn", Description="Encrypts the data", Value=key))
    return Key(arn=key, identifier=Ref("Key"))


def _key_policy(guests: Guests | None, tellers: Sequence[Ref]) -> PolicyDocument:
    foreign = [key_statement("Guests", guests.principal, USE, guests.condition)] if guests else []
    account = AWSPrincipal(Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root"))
    known = [Ref("AWS::AccountId"), *tellers]
    of_accounts = Condition(StringEquals({"aws:SourceAccount": known}))
    of_own_logs = Condition(
        ArnLike({"kms:EncryptionContext:aws:logs:arn": Sub(arn("logs", f"log-group:*-{PROJECT_ID}-*"))})
    )
    return PolicyDocument(
        Version="2012-10-17",
        Statement=[
            key_statement("Account", account, ADMINISTER),
            key_statement(
                "Logs", Principal("Service", Sub("logs.${AWS::Region}.amazonaws.com")), ENCRYPT_LOGS, of_own_logs
            ),
            key_statement("Events", Principal("Service", list(TELL)), USE, of_accounts),
            *foreign,
        ],
    )


def key_statement(
    name: str, principal: Principal, actions: Sequence[str], condition: Condition | None = None
) -> Statement:
    """One statement of the policy of a key, which can be about that key only."""
    return Statement(
        Sid=name,
        Effect=Allow,
        Principal=principal,
        Action=[Action("kms", action) for action in actions],
        Resource=["*"],
        **({} if condition is None else {"Condition": condition}),
    )
