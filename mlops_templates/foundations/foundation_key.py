"""The encryption key of a foundation: its bucket, queue, table and logs use it; it stays when its stack goes."""

from __future__ import annotations

from awacs.aws import ArnLike, AWSPrincipal, Condition, PolicyDocument, Principal, StringEquals
from troposphere import AWSHelperFn, GetAtt, Ref, Sub, Template, kms

from mlops_templates.blocks.key import ADMINISTER, ENCRYPT_LOGS, USE, key_statement
from mlops_templates.naming import ACCOUNT, PARTITION, REGION, arn

ALIASES = ("CreateAlias", "DeleteAlias", "UpdateAlias")


def add_foundation_key(template: Template, *, alias: str, purpose: str, logs: str) -> AWSHelperFn:
    """`logs` is the pattern of the log groups that it encrypts."""
    key = template.add_resource(
        kms.Key(
            "Key",
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            Description=purpose,
            EnableKeyRotation=True,
            KeyPolicy=_policy(logs),
        )
    )
    template.add_resource(kms.Alias("KeyAlias", AliasName=f"alias/{alias}", TargetKeyId=Ref(key)))
    return GetAtt(key, "Arn")


def _policy(logs: str) -> PolicyDocument:
    account = AWSPrincipal(Sub(f"arn:{PARTITION}:iam::{ACCOUNT}:root"))
    by_policies = tuple(sorted({*ADMINISTER, *ALIASES, *ENCRYPT_LOGS, "CreateGrant"}))
    of_own_logs = Condition(ArnLike({"kms:EncryptionContext:aws:logs:arn": Sub(arn("logs", f"log-group:{logs}"))}))
    of_own_rules = Condition(StringEquals({"aws:SourceAccount": Sub(ACCOUNT)}))
    return PolicyDocument(
        Version="2012-10-17",
        Statement=[
            key_statement("RolesOfThisAccountByTheirPolicies", account, by_policies),
            key_statement("Logs", Principal("Service", Sub(f"logs.{REGION}.amazonaws.com")), ENCRYPT_LOGS, of_own_logs),
            key_statement("Events", Principal("Service", "events.amazonaws.com"), USE, of_own_rules),
        ],
    )
