"""Bucket is encrypted with a named key."""

from __future__ import annotations

from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template


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
            RuleMatch(["Resources", name], f"{name}: encrypt with a KMS key of the template (BucketEncryption)")
            for name, bucket in cfn.get_resources(["AWS::S3::Bucket"]).items()
            if not _names_key(bucket.get("Properties", {}))
        ]


def _names_key(properties: dict[str, Any]) -> bool:
    rules = properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
    defaults = [rule.get("ServerSideEncryptionByDefault", {}) for rule in rules]
    return any(default.get("SSEAlgorithm") == "aws:kms" and default.get("KMSMasterKeyID") for default in defaults)
