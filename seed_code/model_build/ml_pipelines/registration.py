"""Registration of a trained model as a version that waits for approval, with everything an approver asks for."""

from dataclasses import dataclass

from sagemaker.core.drift_check_baselines import DriftCheckBaselines
from sagemaker.core.model_metrics import MetricsSource, ModelMetrics
from sagemaker.core.workflow.execution_variables import ExecutionVariables
from sagemaker.core.workflow.functions import Join
from sagemaker.mlops.workflow import ModelStep
from sagemaker.serve.model_builder import ModelBuilder

from ml_pipelines import images
from ml_pipelines.jobs import Jobs, Text
from ml_pipelines.source_code import StepSource


@dataclass(frozen=True)
class Evidence:
    """Where the proofs of a model version lie: S3 folders of the steps that made them."""

    model: Text
    test_data: Text
    evaluation: Text
    baseline: Text


def register(step: str, jobs: Jobs, source: StepSource, evidence: Evidence) -> ModelStep:
    """The handler is inside the model archive already: repacking would add a step outside the condition."""
    project, parameters, gate = jobs.project, jobs.parameters, jobs.settings.quality_gate
    builder = ModelBuilder(
        image_uri=serving_image(jobs, source),
        s3_model_data_url=evidence.model,
        env_vars={"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"},
        role_arn=project.role,
        sagemaker_session=jobs.session,
    )
    metrics, statistics = file_in(evidence.evaluation, "evaluation.json"), file_in(evidence.baseline, "statistics.json")
    arguments = builder.register(
        model_package_group_name=project.model_package_group,
        approval_status="PendingManualApproval",
        content_types=["text/csv", "application/json"],
        response_types=["text/csv", "application/json"],
        inference_instances=list(jobs.settings.compute.inference_instance_types),
        transform_instances=[jobs.settings.compute.processing_instance_type],
        model_metrics=ModelMetrics(model_statistics=MetricsSource(content_type="application/json", s3_uri=metrics)),
        drift_check_baselines=DriftCheckBaselines(
            model_data_statistics=MetricsSource(content_type="application/json", s3_uri=statistics)
        ),
        customer_metadata_properties={
            "BuildId": parameters.build_id,
            "CommitId": parameters.commit_id,
            "BranchName": project.branch_label,
            "Task": jobs.settings.task,
            "Metric": gate.metric,
            "Threshold": parameters.threshold.to_string(),
            "TestDataS3Uri": file_in(evidence.test_data, "test.csv"),
            "EvaluationReportS3Uri": file_in(evidence.evaluation, "report.html"),
            "ModelCardS3Uri": file_in(evidence.evaluation, "model_card.json"),
            "BaselineS3Uri": statistics,
            "PipelineExecutionArn": ExecutionVariables.PIPELINE_EXECUTION_ARN,
        },
    )
    return ModelStep(name=step, step_args=arguments)


def serving_image(jobs: Jobs, source: StepSource) -> str:
    """AWS's image of the framework; an algorithm with a framework of its own serves in the image it trains in."""
    framework = jobs.settings.algorithm.framework
    return (
        jobs.image(source) if framework == "own" else images.of_framework(framework, jobs.project.region, "inference")
    )


def file_in(folder: Text, name: str) -> Join:
    return Join(on="/", values=[folder, name])
