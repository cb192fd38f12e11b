"""What somebody writes against SageMaker with its SDK: nothing here knows of an embedded AWS.

usage: program.py ROLE_ARN ARN_OF_A_ROLE_WITHOUT_RIGHTS BUCKET; prints one JSON document of what the SDK answered.
"""

import json
import sys
from pathlib import Path
from typing import Any

from botocore.exceptions import WaiterError
from sagemaker.core import image_uris
from sagemaker.core.helper.iam_role_resolver import RoleValidationError
from sagemaker.core.helper.session_helper import Session
from sagemaker.core.processing import ScriptProcessor
from sagemaker.core.resources import ModelPackage, ModelPackageGroup
from sagemaker.core.shapes import (
    OutputDataConfig,
    ProcessingInput,
    ProcessingOutput,
    ProcessingS3Input,
    ProcessingS3Output,
    StoppingCondition,
)
from sagemaker.core.training.configs import Compute, InputData, SourceCode
from sagemaker.core.workflow.conditions import ConditionGreaterThanOrEqualTo
from sagemaker.core.workflow.execution_variables import ExecutionVariables
from sagemaker.core.workflow.functions import Join, JsonGet
from sagemaker.core.workflow.parameters import ParameterFloat
from sagemaker.core.workflow.pipeline_context import PipelineSession
from sagemaker.core.workflow.properties import PropertyFile
from sagemaker.mlops.workflow import ConditionStep, FailStep, ModelStep, Pipeline, ProcessingStep, TrainingStep
from sagemaker.serve.model_builder import ModelBuilder
from sagemaker.train.model_trainer import ModelTrainer

SOURCE = Path(__file__).with_name("source")
NAME, GROUP = "sdk-pipeline", "sdk-group"


def reads(name: str, uri: object) -> ProcessingInput:
    source = ProcessingS3Input(
        s3_uri=uri, local_path=f"/opt/ml/processing/{name}", s3_data_type="S3Prefix", s3_input_mode="File"
    )
    return ProcessingInput(input_name=name, s3_input=source)


def writes(name: str, bucket: str) -> ProcessingOutput:
    uri = Join(on="/", values=[f"s3://{bucket}", NAME, ExecutionVariables.PIPELINE_EXECUTION_ID, name])
    target = ProcessingS3Output(local_path=f"/opt/ml/processing/{name}", s3_upload_mode="EndOfJob", s3_uri=uri)
    return ProcessingOutput(output_name=name, s3_output=target)


def processor(session: PipelineSession, role: str, name: str) -> ScriptProcessor:
    return ScriptProcessor(
        image_uri=image(session),
        command=["python3"],
        role=role,
        instance_count=1,
        instance_type="ml.m5.large",
        base_job_name=name,
        sagemaker_session=session,
    )


def image(session: PipelineSession) -> str:
    return image_uris.retrieve("sklearn", session.boto_region_name, version="1.9-0", instance_type="ml.m5.large")


def preprocessing(session: PipelineSession, role: str, bucket: str) -> ProcessingStep:
    arguments = processor(session, role, "preprocess").run(
        code=str(SOURCE / "preprocess.py"),
        inputs=[reads("input", f"s3://{bucket}/rows")],
        outputs=[writes("train", bucket), writes("test", bucket)],
        arguments=["--input", "/opt/ml/processing/input", "--output", "/opt/ml/processing"],
    )
    return ProcessingStep(name="Preprocess", step_args=arguments)


def training(session: PipelineSession, role: str, bucket: str, rows: object, shift: ParameterFloat) -> TrainingStep:
    trainer = ModelTrainer(
        training_image=image(session),
        role=role,
        base_job_name="train",
        sagemaker_session=session,
        compute=Compute(instance_type="ml.m5.large", instance_count=1, volume_size_in_gb=5),
        output_data_config=OutputDataConfig(s3_output_path=f"s3://{bucket}/{NAME}/model"),
        stopping_condition=StoppingCondition(max_runtime_in_seconds=600),
        hyperparameters={"shift": shift.to_string()},
        source_code=SourceCode(source_dir=str(SOURCE), entry_script="train.py"),
        input_data_config=[InputData(channel_name="train", data_source=rows)],
    )
    return TrainingStep(name="Train", step_args=trainer.train())


def evaluation(
    session: PipelineSession, role: str, bucket: str, model: object, rows: object, report: PropertyFile
) -> ProcessingStep:
    folders = {"--model": "model", "--test": "test", "--output": "evaluation"}
    arguments = processor(session, role, "evaluate").run(
        code=str(SOURCE / "evaluate.py"),
        inputs=[reads("model", model), reads("test", rows)],
        outputs=[writes("evaluation", bucket)],
        arguments=[text for name, folder in folders.items() for text in (name, f"/opt/ml/processing/{folder}")],
    )
    return ProcessingStep(name="Evaluate", property_files=[report], step_args=arguments)


def registration(session: PipelineSession, role: str, model: object) -> ModelStep:
    builder = ModelBuilder(
        image_uri=image(session),
        s3_model_data_url=model,
        role_arn=role,
        sagemaker_session=session,
        env_vars={"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"},
    )
    arguments = builder.register(
        model_package_group_name=GROUP,
        content_types=["text/csv"],
        response_types=["text/csv"],
        inference_instances=["ml.m5.large"],
        transform_instances=["ml.m5.large"],
        approval_status="PendingManualApproval",
    )
    return ModelStep(name="Register", step_args=arguments)


def pipeline(role: str, bucket: str) -> Pipeline:
    session = PipelineSession(default_bucket=bucket)
    shift = ParameterFloat("Shift", default_value=0.0)
    preprocess = preprocessing(session, role, bucket)
    parts = preprocess.properties.ProcessingOutputConfig.Outputs
    train = training(session, role, bucket, parts["train"].S3Output.S3Uri, shift)
    model = train.properties.ModelArtifacts.S3ModelArtifacts
    report = PropertyFile(name="Report", output_name="evaluation", path="evaluation.json")
    evaluate = evaluation(session, role, bucket, model, parts["test"].S3Output.S3Uri, report)
    accuracy = JsonGet(
        step_name="Evaluate", property_file=report, json_path="binary_classification_metrics.accuracy.value"
    )
    check = ConditionStep(
        name="Check",
        conditions=[ConditionGreaterThanOrEqualTo(left=accuracy, right=0.9)],
        if_steps=[registration(session, role, model)],
        else_steps=[FailStep(name="TooLow", error_message="the accuracy is too low")],
    )
    return Pipeline(
        name=NAME, parameters=[shift], steps=[preprocess, train, evaluate, check], sagemaker_session=session
    )


def followed(execution: Any) -> dict[str, Any]:
    """How an execution went, as the SDK tells it."""
    try:
        execution.wait(delay=1, max_attempts=600)
        waited = "ended well"
    except WaiterError as error:
        waited = str(error)
    described = execution.describe()
    steps = {step["StepName"]: step["StepStatus"] for step in execution.list_steps()}
    reasons = {step["StepName"]: step["FailureReason"] for step in execution.list_steps() if step.get("FailureReason")}
    return {"waited": waited, "status": described["PipelineExecutionStatus"], "steps": steps, "reasons": reasons}


def refusal(role: str, bucket: str) -> str:
    """Why the SDK does not take a role for its jobs."""
    try:
        pipeline(role, bucket)
    except RoleValidationError as error:
        return str(error)
    return "none"


def main(role: str, idle: str, bucket: str) -> None:
    Session().upload_data(str(SOURCE.with_name("rows.csv")), bucket=bucket, key_prefix="rows")
    made = pipeline(role, bucket)
    refused = refusal(idle, bucket)
    arns = [made.upsert(role_arn=role)["PipelineArn"] for _ in range(2)]
    good = followed(made.start())
    packages = [package.model_package_arn for package in ModelPackage.get_all(model_package_group_name=GROUP)]
    package = ModelPackage.get(packages[0])
    bad = followed(made.start(parameters={"Shift": 100.0}))
    facts = {
        "refused": refused,
        "arns": arns,
        "described": made.describe()["PipelineStatus"],
        "good": good,
        "bad": bad,
        "executions": len(made.list_executions()["PipelineExecutionSummaries"]),
        "groups": [group.model_package_group_name for group in ModelPackageGroup.get_all()],
        "packages": packages,
        "approval": package.model_approval_status,
        "model": package.inference_specification.containers[0].model_data_url,
    }
    print(json.dumps(facts))  # noqa: T201 - what the program is for


main(*sys.argv[1:])
