"""Bucket refuses plain text."""

from __future__ import annotations

from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.policy_document import statements
from mlops_templates.policy.reading import Resource, at, resources


class BucketTlsOnly(CloudFormationLintRule):
    """Bucket refuses plain text."""

    id = "E9502"
    shortdesc = "Bucket refuses plain text"
    description = "Every bucket has a policy that denies requests without TLS, the condition a boolean"
    source_url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html"
    tags = ["mlops-templates", "s3"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        policies = [policy for _, policy in resources(cfn, "AWS::S3::BucketPolicy")]
        closed = [_logical_id(at(policy, "Properties", "Bucket")) for policy in policies if _denies_plain_text(policy)]
        return [
            RuleMatch(["Resources", name], f"{name}: add a bucket policy that denies aws:SecureTransport false")
            for name, _ in resources(cfn, "AWS::S3::Bucket")
            if name not in closed
        ]


def _logical_id(bucket: Any) -> str:
    return str(bucket.get("Ref", "")) if isinstance(bucket, dict) else str(bucket)


def _denies_plain_text(policy: Resource) -> bool:
    return any(
        statement.get("Effect") == "Deny"
        and statement.get("Principal") == "*"
        # Scanners compare types: the text "false" is not the boolean.
        and at(statement, "Condition", "Bool", "aws:SecureTransport") is False
        for statement in statements(at(policy, "Properties", "PolicyDocument"))
    )
