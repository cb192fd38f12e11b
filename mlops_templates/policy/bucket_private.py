"""Bucket is private."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import Resource, at, mappings, resources

BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


class BucketPrivate(CloudFormationLintRule):
    """Bucket is private."""

    id = "E9503"
    shortdesc = "Bucket is private"
    description = "Public access is blocked in all four ways and objects belong to the bucket's owner"
    source_url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"
    tags = ["mlops-templates", "s3"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: {problem}")
            for name, bucket in resources(cfn, "AWS::S3::Bucket")
            for problem in _problems(bucket)
        ]


def _problems(bucket: Resource) -> list[str]:
    access = at(bucket, "Properties", "PublicAccessBlockConfiguration")
    rules = mappings(at(bucket, "Properties", "OwnershipControls", "Rules"))
    problems = [f"PublicAccessBlockConfiguration must set {block}" for block in BLOCKS if at(access, block) is not True]
    if not any(rule.get("ObjectOwnership") == "BucketOwnerEnforced" for rule in rules):
        problems.append("OwnershipControls must be BucketOwnerEnforced")
    return problems
