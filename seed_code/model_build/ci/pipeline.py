"""CI steps 4 and 5: copy code and data, upsert the pipeline, run it, and say what came out."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import boto3

from ci import build as builds
from ci import development, execution, results
from ci.banner import StepFailed, say
from ci.serving import serving_model
from ml_pipelines import definition, project, settings
from ml_pipelines.project import Project
from ml_pipelines.settings import Settings
from ml_pipelines.source_code import SourceError, StepSources, step_sources

PIPELINE = "training"
OUTPUT, READY = "build", "run.json"


@dataclass(frozen=True)
class Ready:
    """A pipeline that is ready to start: what step 4 leaves to step 5, which may be another process."""

    build_id: str
    parameters: dict[str, str]


def upsert(root: Path) -> Ready:
    """Make the build id, upload what the run will read, then create or update the pipeline."""
    here, chosen = read(root)
    commit = builds.commit_of(root)
    build = builds.Build(here, builds.build_id(datetime.now(UTC), commit), commit)
    output = root / OUTPUT
    results.begin(output, BUILD_ID=build.build_id)
    place = development.place_of(here)
    say(f"build id {build.build_id}, branch {here.branch}, model package group {here.model_package_group}")

    sources = step_sources(root / "algorithms")
    parameters = {"BuildId": build.build_id, "CommitId": commit}
    default_input, remote = upload(build, root, chosen.data.source, sources)
    text = rendered(place.project, chosen, sources, default_input, serving_model(here))
    (output / "pipeline-definition.json").write_text(text, encoding="utf-8")
    verb = execution.upsert(place.client("sagemaker"), place.project, text)
    say(f"pipeline {here.pipeline_name} {verb}")
    ready = Ready(build.build_id, parameters | remote)
    (output / READY).write_text(json.dumps(asdict(ready)), encoding="utf-8")
    return ready


def upload(build: builds.Build, root: Path, source: str, sources: StepSources) -> tuple[str, dict[str, str]]:
    """Copy code and data; where the data is by default, and what a run says of it beyond that."""
    s3 = boto3.client("s3", region_name=build.project.region)
    remote = source.startswith("s3://")
    data = {} if remote else {Path(source).name: (root / source).read_bytes()}
    contents = builds.objects(build, root, data, sources)
    builds.upload(s3, build.project.bucket, contents)
    say(f"{len(contents)} objects of code and data in {build.uri(build.prefix)}/")
    if not remote:
        return build.uri(builds.data_key(build.project, data)), {}
    if not builds.copy_from(s3, source, build.project.bucket, build.prefix):
        raise StepFailed(f"data.source {source} holds no file", "put CSV files there, or correct the settings")
    return source, {"InputDataUri": build.uri(f"{build.prefix}/input/")}


def rendered(here: Project, chosen: Settings, sources: StepSources, default_input: str, serving: str) -> str:
    try:
        return definition.render(PIPELINE, here, chosen, sources, default_input, serving)
    except SourceError as error:
        raise StepFailed(str(error), f"correct ml_pipelines/{PIPELINE}/ml-pipeline-{PIPELINE}.py") from None


def read(root: Path) -> tuple[Project, Settings]:
    return current_project(), chosen_settings(root)


def current_project() -> Project:
    try:
        return project.from_environment(os.environ)
    except project.ProjectError as error:
        raise StepFailed(str(error), "run this step in the project's CodeBuild, or set the variables") from None


def chosen_settings(root: Path) -> Settings:
    try:
        return settings.read_settings(settings.settings_file(root / "ml_pipelines" / PIPELINE))
    except settings.SettingsError as error:
        raise StepFailed(
            str(error), f"correct the settings in ml_pipelines/{PIPELINE}/; see ml_pipelines/README.md"
        ) from None


def run(root: Path) -> None:
    """Start the pipeline, follow it to its end, and leave the results in build/."""
    here, output = current_project(), root / OUTPUT
    ready = last_upserted(output)
    place = development.place_of(here)
    sagemaker, logs = (place.client(name) for name in ("sagemaker", "logs"))
    arn = execution.start(sagemaker, here.pipeline_name, ready.parameters, ready.build_id)
    say(f"execution {arn}")
    package = execution.follow(sagemaker, logs, arn)
    results.export(output, BUILD_ID=ready.build_id, MODEL_PACKAGE_ARN=package)
    registry, s3 = (boto3.client(name, region_name=here.region) for name in ("sagemaker", "s3"))
    results.collect(s3, registry, package, output)


def last_upserted(output: Path) -> Ready:
    try:
        return Ready(**json.loads((output / READY).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise StepFailed("no pipeline has been upserted from here", "run `make pipeline` first") from None
