"""What holds data, keys or messages lets in nobody unnamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.policy_document import Statement, statements
from mlops_templates.policy.reading import Path, at, listed, mapping, resources

POLICIES = {
    "AWS::ECR::Repository": "RepositoryPolicyText",
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
    "AWS::SageMaker::ModelPackageGroup": "ModelPackageGroupPolicy",
}


class PrincipalNamed(CloudFormationLintRule):
    """What holds data, keys or messages lets in nobody unnamed."""

    id = "E9536"
    shortdesc = "Policies of resources name whom they let in"
    description = "Principal * lets in every account of AWS; a denial or a condition may speak of everybody"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"
    tags = ["mlops-templates", "iam"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(path, f"{path[1]}: name the principals, or set a condition")
            for path, statement in _statements(cfn)
            if statement.get("Effect") == "Allow" and _is_everybody(statement) and not statement.get("Condition")
        ]


def _statements(cfn: Template) -> Iterator[tuple[Path, Statement]]:
    for kind, member in POLICIES.items():
        for name, resource in resources(cfn, kind):
            for index, statement in enumerate(statements(at(resource, "Properties", member))):
                yield ["Resources", name, "Properties", member, "Statement", index], statement


def _is_everybody(statement: Statement) -> bool:
    principal: Any = statement.get("Principal")
    return "NotPrincipal" in statement or principal == "*" or "*" in listed(mapping(principal).get("AWS"))
