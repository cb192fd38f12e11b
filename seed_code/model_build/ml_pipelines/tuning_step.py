"""A Bayesian search for hyperparameters, measured by the metric of the quality gate on the validation rows."""

from typing import Any

from sagemaker.core.parameter import CategoricalParameter, ContinuousParameter, IntegerParameter, ParameterRange
from sagemaker.core.training.configs import InputData
from sagemaker.core.workflow.functions import Join
from sagemaker.mlops.workflow.steps import TuningStep
from sagemaker.train.model_trainer import ModelTrainer
from sagemaker.train.tuner import HyperparameterTuner

from ml_pipelines.jobs import Jobs
from ml_pipelines.metrics import metrics_of
from ml_pipelines.settings import Range, Settings

NUMBER = r"(-?[0-9.]+(?:e[-+]?[0-9]+)?)"


class Tuner(HyperparameterTuner):
    """The SDK's own forgets the key of the disks and the encryption between machines: its jobs get them here."""

    def _build_training_job_definition(self, inputs: list[InputData]) -> Any:
        definition = super()._build_training_job_definition(inputs)
        definition.resource_config.volume_kms_key_id = self.model_trainer.compute.volume_kms_key_id
        definition.enable_inter_container_traffic_encryption = True
        return definition


def tune(step: str, jobs: Jobs, trainer: ModelTrainer, inputs: list[InputData]) -> TuningStep:
    settings = jobs.settings
    metric = metrics_of(settings.task)[settings.quality_gate.metric]
    tuner = Tuner(
        trainer,
        objective_metric_name=f"validation:{metric.name}",
        objective_type="Minimize" if metric.is_error else "Maximize",
        metric_definitions=[
            {"Name": f"validation:{name}", "Regex": f"validation:{name}={NUMBER};"}
            for name in metrics_of(settings.task)
        ],
        hyperparameter_ranges=ranges_of(settings),
        strategy="Bayesian",
        max_jobs=settings.tuning.max_jobs,
        max_parallel_jobs=settings.tuning.max_parallel_jobs,
        random_seed=settings.split.seed,
        tags=jobs.project.tags,
    )
    return TuningStep(name=step, cache_config=jobs.cache, step_args=tuner.tune(inputs=inputs, wait=False))


def ranges_of(settings: Settings) -> dict[str, ParameterRange]:
    kinds = {"integer": IntegerParameter, "number": ContinuousParameter}
    found: dict[str, ParameterRange] = {}
    for name, chosen in settings.tuning.ranges.items():
        kind = kinds.get(settings.algorithm.hyperparameters[name].get("type"))
        found[name] = CategoricalParameter(list(chosen.values)) if chosen.values else bounds(kind, chosen)
    return found


def bounds(kind: type[ParameterRange], chosen: Range) -> ParameterRange:
    """Whole numbers as such: 4.0 would be written with its point, which an integer range must not have."""
    number = int if kind is IntegerParameter else float
    return kind(number(chosen.minimum), number(chosen.maximum), chosen.scaling)


def best_model(step: TuningStep) -> Join:
    """The archive of the best training job.

    Not get_top_model_s3_uri: that takes the folder of this run, and a search from the cache has left its models in
    the folder of an earlier one.
    """
    folder = step.properties.TrainingJobDefinition.OutputDataConfig.S3OutputPath
    return Join(on="/", values=[folder, step.properties.BestTrainingJob.TrainingJobName, "output", "model.tar.gz"])
