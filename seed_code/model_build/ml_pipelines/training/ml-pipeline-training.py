"""The training pipeline: preprocess, train, evaluate, and register the model if it is good enough.

    Preprocess -> Train -> Evaluate -> QualityGate -> Register
                                                   -> QualityGateMissed (the execution fails)

More preprocessing jobs in the settings come before Preprocess; with `tuning` in them, Train is a search and its best
model goes on. `get_pipeline` makes no call to AWS and gives the same bytes for the same code, data and settings.
"""

from collections.abc import Mapping

from sagemaker.core.workflow.pipeline_definition_config import PipelineDefinitionConfig
from sagemaker.mlops.workflow import Pipeline

from ml_pipelines.fitting_step import fit
from ml_pipelines.jobs import DefinitionSession, Jobs
from ml_pipelines.judgement import evaluate, quality_gate
from ml_pipelines.parameters import parameters_of
from ml_pipelines.preparation import prepare
from ml_pipelines.project import Project
from ml_pipelines.registration import Evidence, register
from ml_pipelines.settings import Settings
from ml_pipelines.source_code import StepSource


def get_pipeline(
    project: Project,
    settings: Settings,
    sources: Mapping[str, StepSource],
    input_uri: str,
    serving_uri: str = "",
) -> Pipeline:
    parameters = parameters_of(settings, input_uri, serving_uri)
    jobs = Jobs(project, settings, parameters, DefinitionSession(project))
    algorithm = sources[f"training/{settings.algorithm.name}"]

    preparing, rows = prepare(jobs, sources)
    fitted = fit(jobs, algorithm, rows)
    evaluated = evaluate(jobs, sources, fitted.model, rows)
    evidence = Evidence(fitted.model, rows.test, evaluated.folder, rows.baseline)
    gate = quality_gate(jobs, evaluated, register("Register", jobs, algorithm, evidence))

    return Pipeline(
        name=project.pipeline_name,
        parameters=parameters.all(),
        steps=[*preparing, fitted.step, evaluated.step, gate],
        pipeline_definition_config=PipelineDefinitionConfig(use_custom_job_prefix=False),
        sagemaker_session=jobs.session,
    )
