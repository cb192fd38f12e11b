"""The training pipeline: preprocess, train, evaluate, and register the model if it is good enough.

    Preprocess -> Train -> Evaluate -> QualityGate -> Register
                                                   -> QualityGateMissed (the execution fails)

`get_pipeline` makes no call to AWS and gives the same bytes for the same code, data and settings.
"""

from collections.abc import Mapping

from sagemaker.core.workflow.conditions import ConditionGreaterThanOrEqualTo
from sagemaker.core.workflow.functions import Join, JsonGet
from sagemaker.core.workflow.pipeline_definition_config import PipelineDefinitionConfig
from sagemaker.core.workflow.properties import Properties, PropertyFile
from sagemaker.mlops.workflow import ConditionStep, FailStep, Pipeline, ProcessingStep

from ml_pipelines.jobs import INPUT, OUTPUT, DefinitionSession, Jobs
from ml_pipelines.parameters import parameters_of
from ml_pipelines.project import Project
from ml_pipelines.registration import Evidence, register
from ml_pipelines.settings import Settings
from ml_pipelines.source_code import StepSource


def get_pipeline(project: Project, settings: Settings, sources: Mapping[str, StepSource], input_uri: str) -> Pipeline:
    parameters = parameters_of(settings, input_uri)
    jobs = Jobs(project, settings, parameters, DefinitionSession(project))
    data, split, gate = settings.data, settings.split, settings.quality_gate

    preprocess = jobs.processing(
        "Preprocess",
        source=sources["preprocessing/split_data"],
        inputs={"data": parameters.input_data},
        outputs=["train", "validation", "test", "baseline"],
        arguments=[
            *("--input", f"{INPUT}/data", "--output", OUTPUT),
            *("--target", data.target, "--positive-class", data.positive_class),
            *(word for column in data.drop_columns for word in ("--drop-column", column)),
            *("--test-fraction", str(split.test_fraction), "--validation-fraction", str(split.validation_fraction)),
            *("--seed", str(split.seed)),
        ],
    )
    rows, held_out = output_of(preprocess, "train"), output_of(preprocess, "test")

    train = jobs.training(
        "Train",
        source=sources["training/gradient_boosting"],
        channels={"train": rows, "validation": output_of(preprocess, "validation")},
        hyperparameters={name: value.to_string() for name, value in parameters.hyperparameters.items()}
        | {"seed": str(split.seed)},
    )
    model = train.properties.ModelArtifacts.S3ModelArtifacts

    verdict = PropertyFile(name="Verdict", output_name="evaluation", path="evaluation.json")
    evaluate = jobs.processing(
        "Evaluate",
        source=sources["postprocessing/evaluate_model"],
        inputs={"model": model, "test": held_out},
        outputs=["evaluation"],
        property_files=[verdict],
        arguments=[
            *("--model", f"{INPUT}/model", "--test", f"{INPUT}/test", "--output", f"{OUTPUT}/evaluation"),
            *("--metric", gate.metric, "--threshold", parameters.threshold.to_string(), "--seed", str(split.seed)),
        ],
    )

    evidence = Evidence(model, held_out, output_of(evaluate, "evaluation"), output_of(preprocess, "baseline"))
    registered = register("Register", jobs, evidence)
    message = JsonGet(step_name=evaluate.name, property_file=verdict, json_path="quality_gate.message")
    words = ["No model registered: ", message, ". Report: ", output_of(evaluate, "evaluation"), "/report.html"]
    missed = FailStep(name="QualityGateMissed", error_message=Join(on="", values=words))
    value = JsonGet(step_name=evaluate.name, property_file=verdict, json_path="quality_gate.value")
    quality_gate = ConditionStep(
        name="QualityGate",
        conditions=[ConditionGreaterThanOrEqualTo(left=value, right=parameters.threshold)],
        if_steps=[registered],
        else_steps=[missed],
    )
    return Pipeline(
        name=project.pipeline_name,
        parameters=parameters.all(),
        steps=[preprocess, train, evaluate, quality_gate],
        pipeline_definition_config=PipelineDefinitionConfig(use_custom_job_prefix=False),
        sagemaker_session=jobs.session,
    )


def output_of(step: ProcessingStep, name: str) -> Properties:
    """S3 folder of an output: a reference to the step, which so comes first."""
    return step.properties.ProcessingOutputConfig.Outputs[name].S3Output.S3Uri
