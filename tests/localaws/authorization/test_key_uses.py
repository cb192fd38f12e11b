"""Who has a service use a key needs the right to the key, and the key's policy has the last word."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.clients import ACCOUNT
from tests.conftest import REGION, Aws, policy
from tests.localaws.authorization.conftest import Person, allow, refusal

UNKNOWN = f"683313688378.dkr.ecr.{REGION}.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3"
"""With it a job ends before it begins."""
KNOWN = UNKNOWN.replace("1.4-2-cpu-py3", "1.9-0")


def key_arn(person: Person) -> str:
    return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{person.key()}"


def passes(call: Any) -> None:
    """The call may fail, but not for want of a right."""
    try:
        call()
    except ClientError as error:
        assert "AccessDenied" not in error.response["Error"]["Code"], error


def through(service: str) -> dict[str, Any]:
    return {"StringEquals": {"kms:ViaService": f"{service}.{REGION}.amazonaws.com"}}


GRANT = {**through("sagemaker"), "Bool": {"kms:GrantIsForAWSResource": True}}


def training(person: Person, key: str, role: str) -> Any:
    return person.client("sagemaker").create_training_job(
        TrainingJobName=person.name,
        AlgorithmSpecification={"TrainingImage": UNKNOWN, "TrainingInputMode": "File"},
        RoleArn=role,
        OutputDataConfig={"S3OutputPath": "s3://nowhere/out"},
        ResourceConfig={
            "InstanceType": "ml.m5.large",
            "InstanceCount": 1,
            "VolumeSizeInGB": 1,
            "VolumeKmsKeyId": key,
        },
        StoppingCondition={"MaxRuntimeInSeconds": 60},
    )


def processing(person: Person, key: str, role: str) -> Any:
    return person.client("sagemaker").create_processing_job(
        ProcessingJobName=person.name,
        AppSpecification={"ImageUri": UNKNOWN, "ContainerEntrypoint": ["true"]},
        RoleArn=role,
        ProcessingResources={
            "ClusterConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
                "VolumeKmsKeyId": key,
            }
        },
    )


@pytest.mark.parametrize("job", [training, processing])
def test_the_disks_of_a_job_take_a_grant_of_the_caller_or_of_the_role(aws: Aws, person: Person, job: Any) -> None:
    key = key_arn(person)
    bare = aws.role(f"{person.name}-bare", "sagemaker", actions=("s3:*",))
    person.may(allow("sagemaker:*", "iam:PassRole"))
    assert f"kms:CreateGrant on resource: {key} " in refusal(lambda: job(person, key, bare))
    person.may(allow("sagemaker:*", "iam:PassRole"), allow("kms:CreateGrant", on=key, **GRANT))
    passes(lambda: job(person, key, bare))
    person.may(allow("sagemaker:*", "iam:PassRole"))
    passes(lambda: job(person, key, aws.role(f"{person.name}-rich", "sagemaker", actions=("s3:*", "kms:CreateGrant"))))


def test_the_disks_of_an_endpoint_take_a_grant_of_the_caller(aws: Aws, person: Person) -> None:
    key, sagemaker = key_arn(person), aws.client("sagemaker")
    role = aws.role(f"{person.name}-serves", "sagemaker")
    model = {"Image": KNOWN, "ModelDataUrl": f"s3://{person.bucket()}/kept"}
    sagemaker.create_model(ModelName=person.name, ExecutionRoleArn=role, PrimaryContainer=model)
    variant = {
        "VariantName": "v",
        "ModelName": person.name,
        "InitialInstanceCount": 1,
        "InstanceType": "ml.m5.large",
    }
    sagemaker.create_endpoint_config(EndpointConfigName=person.name, ProductionVariants=[variant], KmsKeyId=key)

    def update() -> Any:
        # There is no such endpoint: what is asked comes before what is looked for.
        return person.client("sagemaker").update_endpoint(EndpointName=person.name, EndpointConfigName=person.name)

    person.may(allow("sagemaker:*"))
    assert f"kms:CreateGrant on resource: {key} " in refusal(update)
    person.may(allow("sagemaker:*"), allow("kms:CreateGrant", on=key, Bool={"kms:GrantIsForAWSResource": False}))
    assert f"kms:CreateGrant on resource: {key} " in refusal(update)
    person.may(allow("sagemaker:*"), allow("kms:CreateGrant", on=key, **GRANT))
    passes(update)


def test_an_encrypted_queue_takes_the_key_to_send_and_to_receive(aws: Aws, person: Person) -> None:
    key = key_arn(person)
    url = aws.client("sqs").create_queue(QueueName=person.name, Attributes={"KmsMasterKeyId": key})["QueueUrl"]
    sqs = person.client("sqs")
    person.may(allow("sqs:*"))
    assert f"kms:GenerateDataKey on resource: {key} " in refusal(
        lambda: sqs.send_message(QueueUrl=url, MessageBody="m")
    )
    assert f"kms:Decrypt on resource: {key} " in refusal(lambda: sqs.receive_message(QueueUrl=url))
    person.may(allow("sqs:*"), allow("kms:GenerateDataKey", "kms:Decrypt", on=key, **through("sqs")))
    sqs.send_message(QueueUrl=url, MessageBody="m")
    assert sqs.receive_message(QueueUrl=url)["Messages"]


def test_an_upload_in_parts_takes_the_key_to_read_the_parts_again(aws: Aws, person: Person) -> None:
    key, bucket = key_arn(person), person.bucket()
    s3 = person.client("s3")
    encrypted = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    aws.client("s3").put_bucket_encryption(
        Bucket=bucket,
        ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": default}]},
    )
    person.may(allow("s3:*"), allow("kms:GenerateDataKey", on=key, **through("s3")))
    upload = s3.create_multipart_upload(Bucket=bucket, Key="large", **encrypted)["UploadId"]
    part: dict[str, Any] = {"Bucket": bucket, "Key": "large", "UploadId": upload, "PartNumber": 1, "Body": b"x"}
    assert f"kms:Decrypt on resource: {key} " in refusal(lambda: s3.upload_part(**part))
    person.may(allow("s3:*"), allow("kms:GenerateDataKey", "kms:Decrypt", on=key, **through("s3")))
    s3.upload_part(**part)


def test_a_copy_of_an_encrypted_object_takes_its_key(aws: Aws, person: Person) -> None:
    key, bucket = key_arn(person), person.bucket()
    aws.client("s3").put_object(Bucket=bucket, Key="e", Body=b"e", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    person.may(allow("s3:*"))

    def copy() -> Any:
        return person.client("s3").copy_object(Bucket=bucket, Key="c", CopySource=f"{bucket}/e")

    assert f"kms:Decrypt on resource: {key} " in refusal(copy)
    person.may(allow("s3:*"), allow("kms:Decrypt", on=key))
    copy()


def test_a_key_policy_that_denies_has_the_last_word(aws: Aws, person: Person) -> None:
    owners = {**allow("kms:*"), "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    taken = {**allow("kms:Decrypt"), "Effect": "Deny", "Principal": {"AWS": person.role}}
    key = aws.client("kms").create_key(Policy=policy(owners, taken))["KeyMetadata"]["Arn"]
    url = aws.client("sqs").create_queue(QueueName=person.name, Attributes={"KmsMasterKeyId": key})["QueueUrl"]
    person.may(allow("*"))
    said = refusal(lambda: person.client("sqs").receive_message(QueueUrl=url))
    assert said.endswith("with an explicit deny in a resource-based policy")
