"""Jobs and models in a VPC."""

import pytest
from botocore.exceptions import ClientError

VPC = {"Subnets": ["subnet-0123456789abcdef0"], "SecurityGroupIds": ["sg-0123456789abcdef0"]}


def creators(bench):
    data = bench.put_archive("m/model.tar.gz", {"a": "b"})
    container = {"Image": bench.image, "ModelDataUrl": data}

    def train(role, vpc):
        bench.sagemaker.create_training_job(**bench.training({"train.py": ""}, RoleArn=role, VpcConfig=vpc))

    def process(role, vpc):
        network = {"EnableNetworkIsolation": True, "EnableInterContainerTrafficEncryption": True, "VpcConfig": vpc}
        bench.sagemaker.create_processing_job(**bench.processing("pass", RoleArn=role, NetworkConfig=network))

    def model(role, vpc):
        name = bench.name("model")
        bench.sagemaker.create_model(
            ModelName=name,
            ExecutionRoleArn=role,
            PrimaryContainer=container,
            VpcConfig=vpc,
            EnableNetworkIsolation=True,
        )

    return {"train": train, "process": process, "model": model}


every = pytest.mark.parametrize("kind", ["train", "process", "model"])


@every
def test_what_runs_in_a_vpc_is_made(bench, kind):
    creators(bench)[kind](bench.role, VPC)


@every
def test_ids_of_another_shape_are_refused(bench, kind):
    with pytest.raises(ClientError, match="'vpc-1' is not one of its Subnets"):
        creators(bench)[kind](bench.role, {**VPC, "Subnets": ["vpc-1"]})
    with pytest.raises(ClientError, match="'default' is not one of its SecurityGroupIds"):
        creators(bench)[kind](bench.role, {**VPC, "SecurityGroupIds": ["default"]})


@every
def test_a_role_that_may_make_no_network_interfaces_is_refused(bench, aws, kind):
    role = aws.role(bench.name("narrow"), "sagemaker", actions=("s3:*", "logs:*"))
    with pytest.raises(ClientError, match=r"ec2:CreateNetworkInterface .*makes its own network interfaces"):
        creators(bench)[kind](role, VPC)


def test_the_network_of_a_job_is_shown(bench):
    job = bench.training({"train.py": ""}, VpcConfig=VPC, EnableInterContainerTrafficEncryption=True)
    bench.sagemaker.create_training_job(**job)
    found = bench.sagemaker.describe_training_job(TrainingJobName=job["TrainingJobName"])
    assert (found["VpcConfig"], found["EnableInterContainerTrafficEncryption"]) == (VPC, True)
