"""CI steps 4 and 5: copy code and data, upsert the pipeline, run it, and say what came out."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3

from ci import build as builds
from ci import development, execution, results
from ci.banner import StepFailed, say
from ml_pipelines import definition, project, settings
from ml_pipelines.source_code import SourceError, step_sources

PIPELINE = "training"


@dataclass(frozen=True)
class Upserted:
    """A pipeline that is ready to start, and the values of this run."""

    build: builds.Build
    parameters: dict[str, str]
    output: Path
    s3: Any
    place: development.Place


def upsert(root: Path) -> Upserted:
    """Make the build id, upload what the run will read, then create or update the pipeline."""
    here, chosen = read(root)
    commit = builds.commit_of(root)
    build = builds.Build(here, builds.build_id(datetime.now(UTC), commit), commit)
    output = root / "build"
    results.begin(output, BUILD_ID=build.build_id)
    s3, place = boto3.client("s3", region_name=here.region), development.place_of(here)
    say(f"build id {build.build_id}, branch {here.branch}, model package group {here.model_package_group}")

    source, sources = chosen.data.source, step_sources(root / "algorithms")
    remote = source.startswith("s3://")
    data = {} if remote else {Path(source).name: (root / source).read_bytes()}
    contents = builds.objects(build, root, data, sources)
    builds.upload(s3, here.bucket, contents)
    say(f"{len(contents)} objects of code and data in {build.uri(build.prefix)}/")
    if remote and not builds.copy_from(s3, source, here.bucket, build.prefix):
        raise StepFailed(f"data.source {source} holds no file", "put CSV files there, or correct input.json")

    default_input = source if remote else build.uri(builds.data_key(here, data))
    try:
        text = definition.render(PIPELINE, place.project, chosen, sources, default_input)
    except SourceError as error:
        raise StepFailed(str(error), f"correct ml_pipelines/{PIPELINE}/ml-pipeline-{PIPELINE}.py") from None
    (output / "pipeline-definition.json").write_text(text, encoding="utf-8")
    verb = execution.upsert(place.client("sagemaker"), place.project, text)
    say(f"pipeline {here.pipeline_name} {verb}")
    parameters = {"BuildId": build.build_id, "CommitId": commit}
    if remote:
        parameters["InputDataUri"] = build.uri(f"{build.prefix}/input/")
    return Upserted(build, parameters, output, s3, place)


def read(root: Path) -> tuple[project.Project, settings.Settings]:
    try:
        here = project.from_environment(os.environ)
        return here, settings.read_settings(settings.settings_file(root / "ml_pipelines" / PIPELINE))
    except project.ProjectError as error:
        raise StepFailed(str(error), "run this step in the project's CodeBuild, or set the variables") from None
    except settings.SettingsError as error:
        raise StepFailed(
            str(error), f"correct the settings in ml_pipelines/{PIPELINE}/; see ml_pipelines/README.md"
        ) from None


def run(started: Upserted) -> None:
    """Start the pipeline, follow it to its end, and leave the results in build/."""
    here = started.build.project
    sagemaker, logs = (started.place.client(name) for name in ("sagemaker", "logs"))
    arn = execution.start(sagemaker, here.pipeline_name, started.parameters, started.build.build_id)
    say(f"execution {arn}")
    package = execution.follow(sagemaker, logs, arn)
    results.export(started.output, BUILD_ID=started.build.build_id, MODEL_PACKAGE_ARN=package)
    registry = boto3.client("sagemaker", region_name=here.region)
    results.collect(started.s3, registry, package, started.output)
