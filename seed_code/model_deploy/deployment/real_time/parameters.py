"""The template configuration file of one stage: the parameters and tags of its stack."""

import hashlib
import json
from collections.abc import Mapping

from deployment.model_version import ModelVersion
from deployment.project import Project
from deployment.real_time.settings import Api, InferenceConfig, Monitoring

# These instances encrypt their local disk by themselves and refuse a key for it.
LOCAL_DISK_FAMILIES = frozenset(
    {
        *("c5d", "c6gd", "c6id", "c8gd", "i3en", "m5d", "m6gd", "m6id", "m8gd", "r5d", "r6gd", "r6id", "r7gd", "r8gd"),
        *("g4dn", "g5", "g6", "g6e", "gr6", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200"),
        *("trn1", "trn1n", "trn2"),
    }
)
ROUTING = {"canary": "CANARY", "linear": "LINEAR"}
BESIDE = {"shadow": "shadows", "ab": "shares"}
# What the endpoint configuration and its models are made of: all else may change without a new release.
RELEASED = (
    *("DataCapturePercentage", "DataBucket", "EncryptsVolume", "EndpointName", "InstanceCount", "InstanceType"),
    *("KmsKeyArn", "ModelExecutionRoleArn", "ModelPackageArn", "NewSharePercent", "NewVersion"),
    *("ServerlessConcurrency", "ServerlessMemory", "ServingModelPackageArn"),
)


def document(
    project: Project, config: InferenceConfig, model: ModelVersion, serving: str, shape: str
) -> dict[str, dict[str, str]]:
    """What CodePipeline hands to CloudFormation beside the template.

    `serving` is the version that production serves now, `shape` the text of the endpoint's resources.
    """
    place = project.places[config.stage]
    parameters = {
        "AlarmTopicArn": project.alarm_topic_arn,
        "EndpointName": project.endpoint_name(config.stage),
        "KmsKeyArn": place.key,
        "ModelExecutionRoleArn": place.model_role_arn,
        "ModelPackageArn": model.model_package_arn,
        "ProjectId": project.id,
        "ProjectName": project.name,
        "Stage": config.stage,
        **_size(config),
        **_limits(config),
        **_versions(config, model, serving),
        "DataBucket": place.bucket,
    }
    name = _release_name(project, [shape, {key: parameters[key] for key in RELEASED}])
    beside = parameters["ServingModelPackageArn"]
    parameters["ReleaseName"] = name
    parameters["ServingReleaseName"] = _release_name(project, [name, beside]) if beside else ""
    return {"Parameters": parameters, "Tags": project.tags(config.stage)}


def of_api(api: Api | None) -> dict[str, str]:
    """Parameters of a template with an API."""
    chosen = api or Api()
    return {
        "ApiBurst": str(chosen.burst),
        "ApiRequestsPerSecond": str(chosen.requests_per_second),
        "ApiTracing": "true" if chosen.tracing else "false",
        "WithApi": "yes" if api else "no",
    }


def of_monitoring(monitoring: Monitoring | None, model: ModelVersion, role_arn: str, code: str) -> dict[str, str]:
    """Parameters of a template with monitoring."""
    chosen = monitoring or Monitoring()
    return {
        "BaselineS3Uri": model.baseline_s3_uri,
        "DriftThreshold": str(chosen.drift_threshold),
        "DriftedShareLimit": str(chosen.drifted_share_limit),
        "MissingShareLimit": str(chosen.missing_share_limit),
        "Monitored": "yes" if monitoring else "no",
        "MonitoringCode": code,
        "MonitoringEncryptsVolume": _yes(not has_local_disk(chosen.instance_type)),
        "MonitoringImage": model.image_uri,
        "MonitoringInstanceType": chosen.instance_type,
        "MonitoringRoleArn": role_arn,
        "MonitoringSchedule": chosen.schedule,
    }


def has_local_disk(instance_type: str) -> bool:
    return instance_type.split(".")[1] in LOCAL_DISK_FAMILIES


def _size(config: InferenceConfig) -> dict[str, str]:
    serverless = config.serverless
    return {
        "DataCapturePercentage": str(config.data_capture_percentage),
        "EncryptsVolume": _yes(serverless is not None or not has_local_disk(config.instance_type)),
        "InstanceCount": str(config.instance_count),
        "InstanceType": config.instance_type,
        "ServerlessConcurrency": str(serverless.max_concurrency if serverless else 0),
        "ServerlessMemory": str(serverless.memory_mb if serverless else 0),
    }


def _limits(config: InferenceConfig) -> dict[str, str]:
    rollout = config.rollout
    return {
        "ErrorsPerMinute": str(config.alarms.errors_per_minute),
        "KeepOldSeconds": str(rollout.keep_old_seconds),
        "LatencyMicroseconds": str(round(config.alarms.latency_ms * 1000)),
        "StepPercent": str(rollout.step_percent),
        "TrafficRouting": ROUTING.get(rollout.strategy, "ALL_AT_ONCE"),
        "WaitSeconds": str(rollout.wait_seconds),
    }


def _versions(config: InferenceConfig, model: ModelVersion, serving: str) -> dict[str, str]:
    """Two versions run side by side only where another one serves already."""
    beside = BESIDE.get(config.rollout.strategy) if serving not in ("", model.model_package_arn) else None
    share = config.rollout.new_share_percent
    return {
        "NewSharePercent": str(share),
        "NewVersion": beside or "replaces",
        "ServingModelPackageArn": serving if beside else "",
        "ServingSharePercent": str(100 - share),
    }


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _release_name(project: Project, content: list[str | Mapping[str, str]]) -> str:
    # CloudFormation cannot replace a named resource under its old name, so the name follows the content.
    text = json.dumps(content, sort_keys=True).encode()
    return f"{project.name}-{project.id}-{hashlib.sha256(text).hexdigest()[:8]}"
