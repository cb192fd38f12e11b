"""The parameters of the training pipeline: what differs from run to run, and what a person may try in Studio."""

from collections.abc import Mapping
from dataclasses import dataclass

from sagemaker.core.workflow.parameters import Parameter, ParameterFloat, ParameterInteger, ParameterString

from ml_pipelines.settings import Settings


@dataclass(frozen=True)
class Parameters:
    build_id: ParameterString
    commit_id: ParameterString
    input_data: ParameterString
    processing_instance_type: ParameterString
    training_instance_type: ParameterString
    threshold: ParameterFloat
    hyperparameters: Mapping[str, Parameter]
    serving_model: ParameterString | None = None
    """The archive of the model that serves now, if one does."""

    def all(self) -> list[Parameter]:
        single = [value for value in vars(self).values() if isinstance(value, Parameter)]
        return [*single, *self.hyperparameters.values()]


def parameters_of(settings: Settings, input_uri: str, serving_uri: str = "") -> Parameters:
    """BuildId and CommitId have no default on purpose: two runs must never share one output folder."""
    return Parameters(
        build_id=ParameterString("BuildId"),
        commit_id=ParameterString("CommitId"),
        input_data=ParameterString("InputDataUri", default_value=input_uri),
        processing_instance_type=ParameterString(
            "ProcessingInstanceType", default_value=settings.compute.processing_instance_type
        ),
        training_instance_type=ParameterString(
            "TrainingInstanceType", default_value=settings.compute.training_instance_type
        ),
        threshold=ParameterFloat("QualityThreshold", default_value=settings.quality_gate.threshold),
        hyperparameters={name: parameter(name, value) for name, value in fixed(settings).items()},
        serving_model=ParameterString("ServingModelUri", default_value=serving_uri) if serving_uri else None,
    )


def fixed(settings: Settings) -> dict[str, int | float]:
    """The hyperparameters that no search looks for."""
    tuned = settings.tuning.ranges if settings.tuning else {}
    return {name: value for name, value in settings.hyperparameters.items() if name not in tuned}


def parameter(name: str, value: int | float) -> Parameter:
    kind = ParameterInteger if isinstance(value, int) else ParameterFloat
    return kind(name.title().replace("_", ""), default_value=value)
