"""The step that makes the model: one training job, or a Bayesian search whose best model goes on."""

from collections.abc import Mapping
from dataclasses import dataclass

from sagemaker.core.shapes import OutputDataConfig, StoppingCondition, Tag
from sagemaker.core.training.configs import Compute, InputData, Networking
from sagemaker.mlops.workflow import TrainingStep
from sagemaker.mlops.workflow.steps import Step
from sagemaker.train.model_trainer import ModelTrainer

from ml_pipelines import tuning_step
from ml_pipelines.jobs import Jobs, Text
from ml_pipelines.preparation import Rows
from ml_pipelines.source_code import StepSource

NAME = "Train"


@dataclass(frozen=True)
class Fitted:
    """The step, and where the archive of its model lies."""

    step: Step
    model: Text


def fit(jobs: Jobs, source: StepSource, rows: Rows) -> Fitted:
    """The step has the same name either way: what comes after does not care how the model was found."""
    trainer = trainer_of(jobs, source)
    inputs = [channel("train", rows.train), channel("validation", rows.validation)]
    if jobs.settings.tuning:
        step = tuning_step.tune(NAME, jobs, trainer, inputs)
        return Fitted(step, tuning_step.best_model(step))
    step = TrainingStep(name=NAME, cache_config=jobs.cache, step_args=trainer.train(input_data_config=inputs))
    return Fitted(step, step.properties.ModelArtifacts.S3ModelArtifacts)


def channel(name: str, uri: Text) -> InputData:
    return InputData(channel_name=name, data_source=uri, content_type="text/csv")


def trainer_of(jobs: Jobs, source: StepSource) -> ModelTrainer:
    """A training job by the contract of AWS's framework images: code from an archive, named in hyperparameters."""
    settings, project = jobs.settings, jobs.project
    return ModelTrainer(
        training_image=jobs.image(source, settings.algorithm.framework),
        role=project.role,
        sagemaker_session=jobs.session,
        compute=Compute(
            instance_type=jobs.parameters.training_instance_type,
            instance_count=1,
            volume_size_in_gb=settings.compute.volume_size_in_gb,
            volume_kms_key_id=jobs.disk_key,
        ),
        stopping_condition=StoppingCondition(max_runtime_in_seconds=settings.compute.max_runtime_in_seconds),
        output_data_config=OutputDataConfig(s3_output_path=jobs.output_uri(NAME), kms_key_id=project.kms_key),
        # Not isolated: the framework image fetches the code archive by itself.
        networking=Networking(enable_inter_container_traffic_encryption=True, **jobs.network),
        hyperparameters=hyperparameters(jobs, source),
        tags=[Tag(key=tag["Key"], value=tag["Value"]) for tag in project.tags],
    )


def hyperparameters(jobs: Jobs, source: StepSource) -> Mapping[str, Text]:
    """Those of the settings, then what every algorithm is told, then what the framework image is told."""
    return {
        **{name: value.to_string() for name, value in jobs.parameters.hyperparameters.items()},
        "task": jobs.settings.task,
        "seed": str(jobs.settings.split.seed),
        "sagemaker_program": "__main__.py",
        "sagemaker_submit_directory": jobs.content_uri(source.archive_key),
        "sagemaker_region": jobs.project.region,
    }
