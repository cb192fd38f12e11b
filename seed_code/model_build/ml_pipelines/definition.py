"""From a pipeline folder to the definition that CreatePipeline takes."""

import importlib.util
from collections.abc import Mapping
from pathlib import Path

from ml_pipelines import sdk, settings
from ml_pipelines.project import Project
from ml_pipelines.settings import Settings
from ml_pipelines.source_code import StepSource

HERE = Path(__file__).parent


def settings_file(pipeline: str) -> Path:
    return settings.settings_file(HERE / pipeline)


def render(
    pipeline: str,
    project: Project,
    chosen: Settings,
    sources: Mapping[str, StepSource],
    input_uri: str,
    serving_uri: str = "",
) -> str:
    """The definition as JSON text; needs the SageMaker SDK, which takes seconds to import."""
    sdk.prepare(project.region)
    file = HERE / pipeline / f"ml-pipeline-{pipeline}.py"
    specification = importlib.util.spec_from_file_location(f"ml_pipeline_{pipeline}", file)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.get_pipeline(project, chosen, sources, input_uri, serving_uri).definition()
