"""A log group that exists before its writer, so that it is encrypted and keeps logs for a stated time."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import AWSHelperFn, Ref, Sub, Template, logs

from mlops_templates.blocks.key import Key
from mlops_templates.naming import logical_id

RETENTION_DAYS = 365


@dataclass(frozen=True)
class LogGroup:
    """Where one writer's logs are."""

    name: AWSHelperFn


def add_log_group(template: Template, *, noun: str, name: str, key: Key) -> LogGroup:
    identifier = logical_id(noun, "log_group")
    template.add_resource(
        logs.LogGroup(
            identifier,
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            LogGroupName=Sub(name),
            RetentionInDays=RETENTION_DAYS,
            KmsKeyId=key.arn,
        )
    )
    return LogGroup(name=Ref(identifier))
