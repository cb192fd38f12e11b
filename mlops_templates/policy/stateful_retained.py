"""What holds data, code, models or logs is retained."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import resources

STATEFUL = [
    "AWS::CodeCommit::Repository",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SageMaker::Domain",
    "AWS::SageMaker::FeatureGroup",
    "AWS::SageMaker::MlflowApp",
    "AWS::SageMaker::MlflowTrackingServer",
    "AWS::SageMaker::ModelPackageGroup",
    "AWS::SecretsManager::Secret",
]
# The second removes what a failed creation has just made, and retains ever after.
RETAINS = ("Retain", "RetainExceptOnCreate")


class StatefulRetained(CloudFormationLintRule):
    """What holds data, code, models or logs is retained."""

    id = "E9510"
    shortdesc = "What holds data, code, models or logs is retained"
    description = "Deleting a project must not delete what cannot be made again"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html"
    tags = ["mlops-templates", "retention"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: needs DeletionPolicy and UpdateReplacePolicy that retain")
            for name, resource in resources(cfn, *STATEFUL)
            if resource.get("DeletionPolicy") not in RETAINS or resource.get("UpdateReplacePolicy") != "Retain"
        ]
