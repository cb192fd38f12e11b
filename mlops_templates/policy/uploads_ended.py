"""Abandoned uploads end."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import Resource, at, mappings, resources


class UploadsEnded(CloudFormationLintRule):
    """Abandoned uploads end."""

    id = "E9527"
    shortdesc = "Abandoned uploads end"
    description = "Parts of an upload that never ended are paid for, and no listing shows them"
    source_url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html"
    tags = ["mlops-templates", "s3"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: add an enabled lifecycle rule with AbortIncompleteMultipartUpload")
            for name, found in resources(cfn, "AWS::S3::Bucket")
            if not _ends_uploads(found)
        ]


def _ends_uploads(bucket: Resource) -> bool:
    rules = mappings(at(bucket, "Properties", "LifecycleConfiguration", "Rules"))
    return any(rule.get("Status") == "Enabled" and rule.get("AbortIncompleteMultipartUpload") for rule in rules)
