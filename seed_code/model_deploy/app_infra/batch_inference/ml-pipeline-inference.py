"""The batch inference pipeline: prepare rows, score them, join and describe the results, compare with the baseline.

    Preprocess -> Transform -> PostProcess -> Monitor

`get_pipeline` makes no call to AWS and gives the same document for the same job. It is written in SageMaker's own
JSON, version 2020-12-01, so that the pipeline needs no SDK: what you read here is what runs.
"""

from typing import Any

from app_infra.batch_inference.batch_job import BatchJob
from app_infra.batch_inference.processing import INPUT, OUTPUT, join, output_of, processing_step, tags

EXECUTION_ID = {"Get": "Execution.PipelineExecutionId"}
INPUT_PREFIX = {"Get": "Parameters.InputPrefix"}
DELIVER = {"Get": "Parameters.Deliver"}


def get_pipeline(job: BatchJob) -> dict[str, Any]:
    return {
        "Version": "2020-12-01",
        "Metadata": {},
        "Parameters": [
            # A folder, or one file: what an arrival gives. Keys are below the bucket of the stage.
            {"Name": "InputPrefix", "Type": "String", "DefaultValue": job.input_prefix},
            {"Name": "Deliver", "Type": "String", "DefaultValue": "yes", "EnumValues": ["yes", "no"]},
        ],
        "Steps": [preprocess(job), transform(job), post_process(job), monitor(job)],
    }


def preprocess(job: BatchJob) -> dict[str, Any]:
    """As in training, without sampling and label; whatever else a row brings is kept for the results."""
    return processing_step(
        job,
        "Preprocess",
        program="preprocess.py",
        inputs={"rows": join(f"s3://{job.bucket}/", INPUT_PREFIX), "baseline": job.baseline_uri},
        outputs={name: place(job, "intermediate", name) for name in ("features", "others")},
        arguments=["--input", f"{INPUT}/rows", "--baseline", f"{INPUT}/baseline", "--output", OUTPUT],
    )


def transform(job: BatchJob) -> dict[str, Any]:
    """The model of the release, without an endpoint; the order of rows is kept."""
    _, encrypted = job.encrypts_volumes
    source = {"S3DataType": "S3Prefix", "S3Uri": output_of("Preprocess", "features")}
    return {
        "Name": "Transform",
        "Type": "Transform",
        "Arguments": {
            "ModelName": job.model_name,
            "BatchStrategy": "MultiRecord",
            "MaxPayloadInMB": 6,
            "TransformInput": {
                "DataSource": {"S3DataSource": source},
                "ContentType": "text/csv",
                "CompressionType": "None",
                "SplitType": "Line",
            },
            "TransformOutput": {
                "S3OutputPath": place(job, "intermediate", "scores"),
                "Accept": "text/csv",
                "AssembleWith": "Line",
                "KmsKeyId": job.kms_key,
            },
            "TransformResources": {
                "InstanceType": job.instance_type,
                "InstanceCount": job.instance_count,
                **({"VolumeKmsKeyId": job.kms_key} if encrypted else {}),
            },
            "Tags": tags(job),
        },
    }


def post_process(job: BatchJob) -> dict[str, Any]:
    """Each score beside the identifiers of its row, and statistics of all scores."""
    return processing_step(
        job,
        "PostProcess",
        program="postprocess.py",
        inputs={
            "others": output_of("Preprocess", "others"),
            "scores": {"Get": "Steps.Transform.TransformOutput.S3OutputPath"},
        },
        outputs={name: place(job, name) for name in ("results", "statistics")},
        arguments=["--others", f"{INPUT}/others", "--scores", f"{INPUT}/scores", "--output", OUTPUT],
    )


def monitor(job: BatchJob) -> dict[str, Any]:
    """The last step: what drifted, and the results to the bucket that wants them back."""
    landing = job.results_bucket
    prefix = f"s3://{landing}/{job.project_name}-{job.project_id}/{job.stage}/"
    delivery = ["--landing", f"{OUTPUT}/landing", "--deliver", DELIVER]
    return processing_step(
        job,
        "Monitor",
        program="monitor.py",
        inputs={
            "features": output_of("Preprocess", "features"),
            "results": output_of("PostProcess", "results"),
            "baseline": job.baseline_uri,
        },
        outputs={
            "monitoring": place(job, "monitoring"),
            **({"landing": join(prefix, EXECUTION_ID)} if landing else {}),
        },
        arguments=[
            *("--features", f"{INPUT}/features", "--baseline", f"{INPUT}/baseline", "--output", f"{OUTPUT}/monitoring"),
            *("--threshold", str(job.drift_threshold), "--share", str(job.drifted_share_limit)),
            *("--project-id", job.project_id, "--stage", job.stage),
            *("--publish", "yes" if job.publishes_metrics else "no", "--results", f"{INPUT}/results"),
            *(delivery if landing else []),
        ],
        needs_network=job.publishes_metrics,
    )


def place(job: BatchJob, *names: str) -> dict[str, Any]:
    """A folder of this execution."""
    return join(f"s3://{job.bucket}/{job.output_prefix}", EXECUTION_ID, *(f"/{name}" for name in names))
