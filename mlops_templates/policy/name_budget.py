"""Physical names fit for every project."""

from __future__ import annotations

import re
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.naming import LONGEST_PROJECT_ID, LONGEST_PROJECT_NAME
from mlops_templates.policy.reading import at, resources

LIMITS = {
    "AWS::CloudWatch::Alarm": ("AlarmName", 255),
    "AWS::CodeBuild::Project": ("Name", 150),
    "AWS::CodeCommit::Repository": ("RepositoryName", 100),
    "AWS::CodePipeline::Pipeline": ("Name", 100),
    "AWS::DynamoDB::Table": ("TableName", 255),
    "AWS::ECR::Repository": ("RepositoryName", 256),
    "AWS::Events::Rule": ("Name", 64),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName", 128),
    "AWS::IAM::Role": ("RoleName", 64),
    "AWS::Lambda::Function": ("FunctionName", 64),
    "AWS::Logs::LogGroup": ("LogGroupName", 512),
    "AWS::S3::Bucket": ("BucketName", 63),
    "AWS::SNS::Topic": ("TopicName", 256),
    "AWS::SQS::Queue": ("QueueName", 80),
    "AWS::Scheduler::Schedule": ("Name", 64),
    "AWS::SageMaker::CodeRepository": ("CodeRepositoryName", 63),
    "AWS::SageMaker::Endpoint": ("EndpointName", 63),
    "AWS::SageMaker::ModelPackageGroup": ("ModelPackageGroupName", 63),
    "AWS::SageMaker::Pipeline": ("PipelineName", 256),
    "AWS::StepFunctions::StateMachine": ("StateMachineName", 80),
}
LONGEST = {
    "AWS::AccountId": 12,
    "AWS::Partition": len("aws-us-gov"),
    "AWS::Region": len("ap-southeast-5"),
    "SageMakerProjectId": LONGEST_PROJECT_ID,
    "SageMakerProjectName": LONGEST_PROJECT_NAME,
}


class NameBudget(CloudFormationLintRule):
    """Physical names fit for every project."""

    id = "E9509"
    shortdesc = "Physical names fit for every project"
    description = "A name that is too long for a long project name fails in the middle of a launch"
    source_url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProject.html"
    tags = ["mlops-templates", "naming"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(
                ["Resources", name, "Properties", key],
                f"{name}: {key} may become {length} characters long, AWS takes {limit}",
            )
            for kind, (key, limit) in LIMITS.items()
            for name, resource in resources(cfn, kind)
            if (length := _longest(at(resource, "Properties", key))) > limit
        ]


def _longest(name: Any) -> int:
    """Length for the longest project name and id; a name from elsewhere counts as nothing."""
    text = name.get("Fn::Sub") if isinstance(name, dict) else name
    if not isinstance(text, str):
        return 0
    return len(re.sub(r"\$\{([^}]*)\}", lambda variable: "x" * LONGEST.get(variable[1], 0), text))
