"""Bucket is encrypted with a named key."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_project
from mlops_templates.policy.reading import Resource, at, mappings, resources


class BucketEncrypted(CloudFormationLintRule):
    """Bucket is encrypted with a named key."""

    id = "E9501"
    shortdesc = "Bucket is encrypted with a named key"
    description = (
        "Project buckets hold training data and models: the key must be the project's, not the account's default"
    )
    source_url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"
    tags = ["mlops-templates", "s3"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: name its BucketEncryption, in a project by the project's KMS key")
            for name, bucket in resources(cfn, "AWS::S3::Bucket")
            if not _is_encrypted(bucket, by_named_key=is_project(cfn))
        ]


def _is_encrypted(bucket: Resource, *, by_named_key: bool) -> bool:
    rules = mappings(at(bucket, "Properties", "BucketEncryption", "ServerSideEncryptionConfiguration"))
    defaults = mappings([rule.get("ServerSideEncryptionByDefault") for rule in rules])
    if by_named_key:
        return any(default.get("SSEAlgorithm") == "aws:kms" and default.get("KMSMasterKeyID") for default in defaults)
    return any("SSEAlgorithm" in default for default in defaults)
