"""The preprocessing jobs of the settings, one after the other: the rows of each are the input of the next."""

from collections.abc import Mapping
from dataclasses import dataclass

from sagemaker.mlops.workflow import ProcessingStep

from ml_pipelines.jobs import INPUT, OUTPUT, Jobs, Text, output_of
from ml_pipelines.settings import Settings
from ml_pipelines.source_code import StepSource

LAST = "Preprocess"
PARTS = ("train", "validation", "test", "baseline")


@dataclass(frozen=True)
class Rows:
    """What the last of the jobs leaves: S3 folders."""

    train: Text
    validation: Text
    test: Text
    baseline: Text


def prepare(jobs: Jobs, sources: Mapping[str, StepSource]) -> tuple[list[ProcessingStep], Rows]:
    """The steps in their order, and the rows for training and evaluation."""
    *earlier, last = jobs.settings.preprocessing
    data, steps = jobs.parameters.input_data, []
    for name in earlier:
        steps.append(change(jobs, sources, name, data))
        data = output_of(steps[-1], "data")
    steps.append(split(jobs, sources, last, data))
    return steps, Rows(**{part: output_of(steps[-1], part) for part in PARTS})


def change(jobs: Jobs, sources: Mapping[str, StepSource], name: str, data: Text) -> ProcessingStep:
    """A job that reads tables and leaves tables, in its output `data`."""
    return jobs.processing(
        LAST + "".join(word.capitalize() for word in name.replace("-", "_").split("_")),
        source=sources[f"preprocessing/{name}"],
        inputs={"data": data},
        outputs=["data"],
        arguments=common_arguments(jobs.settings),
    )


def split(jobs: Jobs, sources: Mapping[str, StepSource], name: str, data: Text) -> ProcessingStep:
    """The job that hands the rows over: it alone knows the task, because it encodes the target."""
    settings = jobs.settings
    return jobs.processing(
        LAST,
        source=sources[f"preprocessing/{name}"],
        inputs={"data": data},
        outputs=list(PARTS),
        arguments=[*common_arguments(settings), *split_arguments(settings)],
    )


def common_arguments(settings: Settings) -> list[str]:
    folders = ["--input", f"{INPUT}/data", "--output", OUTPUT]
    return [*folders, "--target", settings.data.target, "--seed", str(settings.split.seed)]


def split_arguments(settings: Settings) -> list[str]:
    data, parts = settings.data, settings.split
    return [
        *("--task", settings.task),
        *(("--positive-class", data.positive_class) if data.positive_class else ()),
        *(word for column in data.drop_columns for word in ("--drop-column", column)),
        *("--test-fraction", str(parts.test_fraction), "--validation-fraction", str(parts.validation_fraction)),
    ]
