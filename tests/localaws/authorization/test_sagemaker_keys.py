"""Condition keys by which policies limit what SageMaker makes."""

from __future__ import annotations

import pytest

from mlops_templates.localaws.authorization.asking import keys
from tests.localaws.authorization.conftest import Person, allow, deny, refusal

VPC = {"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]}
KEY = "arn:aws:kms:us-east-1:123456789012:key/k"


@pytest.mark.parametrize(
    ("operation", "request_", "expected"),
    [
        (
            "CreateTrainingJob",
            {
                "ResourceConfig": {"InstanceType": "ml.m5.large", "VolumeKmsKeyId": KEY},
                "VpcConfig": VPC,
                "OutputDataConfig": {"KmsKeyId": KEY},
                "EnableNetworkIsolation": True,
                "EnableInterContainerTrafficEncryption": False,
                "StoppingCondition": {"MaxRuntimeInSeconds": 60},
            },
            {
                "sagemaker:instancetypes": ("ml.m5.large",),
                "sagemaker:vpcsubnets": ("subnet-1", "subnet-2"),
                "sagemaker:vpcsecuritygroupids": ("sg-1",),
                "sagemaker:volumekmskey": (KEY,),
                "sagemaker:outputkmskey": (KEY,),
                "sagemaker:networkisolation": ("true",),
                "sagemaker:intercontainertrafficencryption": ("false",),
                "sagemaker:maxruntimeinseconds": ("60",),
            },
        ),
        (
            "CreateProcessingJob",
            {
                "ProcessingResources": {"ClusterConfig": {"InstanceType": "ml.c5.large", "VolumeKmsKeyId": KEY}},
                "NetworkConfig": {"VpcConfig": VPC},
            },
            {
                "sagemaker:instancetypes": ("ml.c5.large",),
                "sagemaker:vpcsubnets": ("subnet-1", "subnet-2"),
                "sagemaker:vpcsecuritygroupids": ("sg-1",),
                "sagemaker:volumekmskey": (KEY,),
            },
        ),
        (
            "CreateTransformJob",
            {"TransformResources": {"InstanceType": "ml.m5.large"}, "TransformOutput": {"KmsKeyId": KEY}},
            {"sagemaker:instancetypes": ("ml.m5.large",), "sagemaker:outputkmskey": (KEY,)},
        ),
        (
            "CreateEndpointConfig",
            {
                "KmsKeyId": KEY,
                "ProductionVariants": [{"InstanceType": "ml.m5.large"}],
                "ShadowProductionVariants": [{"InstanceType": "ml.g5.xlarge"}],
            },
            {"sagemaker:instancetypes": ("ml.m5.large", "ml.g5.xlarge"), "sagemaker:volumekmskey": (KEY,)},
        ),
        ("CreateModel", {"VpcConfig": {"Subnets": ["subnet-1"]}}, {"sagemaker:vpcsubnets": ("subnet-1",)}),
        (
            "CreatePipeline",
            {"Tags": [{"Key": "Team", "Value": "blue"}]},
            {"aws:requesttag/team": ("blue",), "aws:tagkeys": ("Team",)},
        ),
        ("CreateModelPackage", {"ModelApprovalStatus": "Approved"}, {"sagemaker:modelapprovalstatus": ("Approved",)}),
        ("DescribeTrainingJob", {"ResourceConfig": {"InstanceType": "ml.m5.large"}}, {}),
    ],
)
def test_a_request_gives_its_keys(operation: str, request_: dict[str, object], expected: dict[str, object]) -> None:
    assert keys.of_request("sagemaker", operation, request_) == expected


def test_a_policy_can_ask_for_a_network_and_limit_the_machines(person: Person) -> None:
    """By the keys of the request: what is denied is denied before anything is looked at."""
    person.may(
        allow("sagemaker:CreateModel"),
        allow(
            "sagemaker:CreateTrainingJob", **{"ForAllValues:StringEquals": {"sagemaker:InstanceTypes": "ml.m5.large"}}
        ),
        deny("sagemaker:CreateModel", Null={"sagemaker:VpcSubnets": "true"}),
    )
    sagemaker = person.client("sagemaker")
    model = {"ModelName": "m", "ExecutionRoleArn": person.role}
    assert "explicit deny" in refusal(lambda: sagemaker.create_model(**model))
    assert "iam:PassRole" in refusal(lambda: sagemaker.create_model(**model, VpcConfig=VPC))
    job = {
        "TrainingJobName": "t",
        "RoleArn": person.role,
        "AlgorithmSpecification": {"TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": "s3://b/o"},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
    }
    large = {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 1}
    assert "sagemaker:CreateTrainingJob" in refusal(lambda: sagemaker.create_training_job(**job, ResourceConfig=large))
    small = {**large, "InstanceType": "ml.m5.large"}
    assert "iam:PassRole" in refusal(lambda: sagemaker.create_training_job(**job, ResourceConfig=small))
