"""Bucket keeps versions."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import at, resources


class BucketVersioned(CloudFormationLintRule):
    """Bucket keeps versions."""

    id = "E9526"
    shortdesc = "Bucket keeps versions"
    description = (
        "What is overwritten or deleted by mistake can be had back, and a pipeline reads the version that started it"
    )
    source_url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html"
    tags = ["mlops-templates", "s3"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: set VersioningConfiguration with Status Enabled")
            for name, found in resources(cfn, "AWS::S3::Bucket")
            if at(found, "Properties", "VersioningConfiguration", "Status") != "Enabled"
        ]
