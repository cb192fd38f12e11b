"""A processing step of the batch pipeline, with the encryption, network, tags and time limit of every job."""

from collections.abc import Mapping, Sequence
from typing import Any

from app_infra.batch_inference.batch_job import BatchJob

INPUT, OUTPUT = "/opt/ml/processing/input", "/opt/ml/processing/output"
Text = str | dict[str, Any]


def join(*parts: Text) -> dict[str, Any]:
    return {"Std:Join": {"On": "", "Values": list(parts)}}


def tags(job: BatchJob) -> list[dict[str, str]]:
    """Studio finds what belongs to a project by these."""
    return [
        {"Key": "sagemaker:project-name", "Value": job.project_name},
        {"Key": "sagemaker:project-id", "Value": job.project_id},
        {"Key": "sagemaker:deployment-stage", "Value": job.stage},
    ]


def output_of(step: str, output: str) -> dict[str, str]:
    """S3 folder of an output: a reference to its step, which so comes first."""
    return {"Get": f"Steps.{step}.ProcessingOutputConfig.Outputs['{output}'].S3Output.S3Uri"}


def processing_step(
    job: BatchJob,
    name: str,
    *,
    program: str,
    inputs: Mapping[str, Text],
    outputs: Mapping[str, Text],
    arguments: Sequence[Text],
    needs_network: bool = False,
) -> dict[str, Any]:
    """Input `x` lies in INPUT/x, and what the program leaves in OUTPUT/y goes to the place of output `y`."""
    encrypted, _ = job.encrypts_volumes
    cluster = {
        "InstanceType": job.processing_instance_type,
        "InstanceCount": 1,
        "VolumeSizeInGB": job.volume_size_in_gb,
        **({"VolumeKmsKeyId": job.kms_key} if encrypted else {}),
    }
    return {
        "Name": name,
        "Type": "Processing",
        "Arguments": {
            "AppSpecification": {
                "ImageUri": job.image_uri,
                "ContainerEntrypoint": ["python3", f"{INPUT}/code/{program}"],
                "ContainerArguments": list(arguments),
            },
            "ProcessingInputs": [_input(key, uri) for key, uri in {"code": job.code_uri, **inputs}.items()],
            "ProcessingOutputConfig": {
                "KmsKeyId": job.kms_key,
                "Outputs": [_output(key, uri) for key, uri in outputs.items()],
            },
            "ProcessingResources": {"ClusterConfig": cluster},
            "NetworkConfig": {
                "EnableInterContainerTrafficEncryption": True,
                "EnableNetworkIsolation": not needs_network,
            },
            "RoleArn": job.role_arn,
            "StoppingCondition": {"MaxRuntimeInSeconds": job.max_runtime_in_seconds},
            "Tags": tags(job),
        },
    }


def _input(name: str, uri: Text) -> dict[str, Any]:
    place = {"S3Uri": uri, "LocalPath": f"{INPUT}/{name}", "S3DataType": "S3Prefix", "S3InputMode": "File"}
    return {"InputName": name, "AppManaged": False, "S3Input": place}


def _output(name: str, uri: Text) -> dict[str, Any]:
    place = {"S3Uri": uri, "LocalPath": f"{OUTPUT}/{name}", "S3UploadMode": "EndOfJob"}
    return {"OutputName": name, "AppManaged": False, "S3Output": place}
