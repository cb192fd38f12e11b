"""The encryption key of a project: buckets, artifacts, logs, queue and topic all use it."""

from __future__ import annotations

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

from mlops_templates.blocks.stage_accounts import StageAccounts
from mlops_templates.naming import PROJECT_ID, arn

ADMINISTER = (
    "CancelKeyDeletion",
    "DescribeKey",
    "DisableKey",
    "EnableKey",
    "EnableKeyRotation",
    "GetKeyPolicy",
    "GetKeyRotationStatus",
    "ListGrants",
    "ListKeyPolicies",
    "ListResourceTags",
    "ListRetirableGrants",
    "PutKeyPolicy",
    "RevokeGrant",
    "ScheduleKeyDeletion",
    "TagResource",
    "UntagResource",
    "UpdateKeyDescription",
)
# Services that write into encrypted queues and topics.
TELL = ("cloudwatch.amazonaws.com", "events.amazonaws.com")
USE = ("Decrypt", "DescribeKey", "GenerateDataKey")
ENCRYPT_LOGS = (*USE, "Encrypt", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo")


@dataclass(frozen=True)
class Key:
    """Encrypts what the project stores."""

    arn: AWSHelperFn
    identifier: AWSHelperFn


def add_key(template: Template, *, stages: StageAccounts | None = None) -> Key:
    """The key; roles of the accounts of the stages may read what it encrypts."""
    template.add_resource(
        kms.Key(
            "Key",
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            Description=Sub("Project ${SageMakerProjectName} (${SageMakerProjectId})"),
            EnableKeyRotation=True,
            KeyPolicy=_key_policy(stages),
        )
    )
    key = GetAtt("Key", "Arn")
    template.add_output(Output("KeyArn", Description="Encrypts the data", Value=key))
    return Key(arn=key, identifier=Ref("Key"))


def _key_policy(stages: StageAccounts | None) -> PolicyDocument:
    foreign = [_statement("StageAccounts", stages.principal, USE, stages.condition)] if stages else []
    account = AWSPrincipal(Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root"))
    known = [Ref("AWS::AccountId"), *(stages.ids if stages else ())]
    of_accounts = Condition(StringEquals({"aws:SourceAccount": known}))
    of_own_logs = Condition(
        ArnLike({"kms:EncryptionContext:aws:logs:arn": Sub(arn("logs", f"log-group:*-{PROJECT_ID}-*"))})
    )
    return PolicyDocument(
        Version="2012-10-17",
        Statement=[
            _statement("Account", account, tuple(sorted({*ADMINISTER, *ENCRYPT_LOGS, "CreateGrant"}))),
            _statement(
                "Logs", Principal("Service", Sub("logs.${AWS::Region}.amazonaws.com")), ENCRYPT_LOGS, of_own_logs
            ),
            _statement("Events", Principal("Service", list(TELL)), USE, of_accounts),
            *foreign,
        ],
    )


def _statement(
    name: str, principal: Principal, actions: tuple[str, ...], condition: Condition | None = None
) -> Statement:
    statement = Statement(
        Sid=name,
        Effect=Allow,
        Principal=principal,
        Action=[Action("kms", action) for action in actions],
        Resource=["*"],
    )
    if condition is not None:
        statement.Condition = condition
    return statement
