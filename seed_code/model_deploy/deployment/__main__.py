"""`python -m deployment`: render what the pipeline deploys. `--check` only checks this repository."""

import argparse
import json
import os
import shlex
import sys
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from deployment import (
    changes,
    endpoint_template,
    inference_config,
    model_version,
    project,
    registry,
    serving,
    structure,
    template_configuration,
)
from deployment.errors import DeploymentError
from deployment.inference_config import InferenceConfig
from deployment.project import Project
from deployment.release import FILE_NAME, ProductionVersion, Release
from deployment.serving import Serving


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m deployment", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="check the tree and inference_config/, then stop; needs no AWS"
    )
    parser.add_argument("--output", type=Path, default=Path("rendered"), help="folder to write (default: rendered)")
    options = parser.parse_args(arguments)
    try:
        structure.check(Path())
        configs = inference_config.read(Path("inference_config"))
        print("repository: has its tree; inference_config: staging and prod are valid")
        if not options.check:
            _render(project.from_environment(os.environ), configs, options.output)
    except DeploymentError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except (BotoCoreError, ClientError) as error:
        print(f"AWS did not answer as needed: {error}", file=sys.stderr)
        return 1
    return 0


def _render(for_project: Project, configs: tuple[InferenceConfig, ...], output: Path) -> None:
    import boto3

    sagemaker, s3 = boto3.client("sagemaker"), boto3.client("s3")
    arn = registry.newest_approved(sagemaker, for_project.model_package_group)
    now = serving.now_serving(sagemaker, for_project.endpoint_name("prod"))
    model = model_version.describe(sagemaker, s3, arn)
    production = _production_version(sagemaker, s3, now, model.metric)
    release = Release(model, production, changes.of_settings(now, configs[-1]))
    files = _files(for_project, configs, release)
    output.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (output / name).write_text(text, encoding="utf-8", newline="\n")
    _write_exports(release)
    _report(release, now, configs[-1], output, list(files))


def _production_version(sagemaker: Any, s3: Any, now: Serving | None, metric: str) -> ProductionVersion | None:
    if now is None or not now.model_package_arn:
        return None
    arn = now.model_package_arn
    try:
        value = model_version.describe(sagemaker, s3, arn).metrics.get(metric)
    except (DeploymentError, ClientError):
        # The version may have been deleted from the registry since: it still serves, only its figures are gone.
        value = None
    return ProductionVersion(arn, model_version.version_in(arn), value)


def _files(for_project: Project, configs: tuple[InferenceConfig, ...], release: Release) -> dict[str, str]:
    template = endpoint_template.render()
    files = {"endpoint.yaml": template}
    for config in configs:
        document = template_configuration.document(for_project, config, release.model.model_package_arn, template)
        files[f"{config.stage}.json"] = json.dumps(document, indent=2, sort_keys=True) + "\n"
    return {**files, FILE_NAME: release.to_json()}


def _write_exports(release: Release) -> None:
    exports = {
        "MODEL_PACKAGE_ARN": release.model.model_package_arn,
        "MODEL_PACKAGE_VERSION": str(release.model.version),
    }
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in exports.items()]
    Path("exports.sh").write_text("".join(lines), encoding="utf-8", newline="\n")


def _report(release: Release, now: Serving | None, config: InferenceConfig, output: Path, names: list[str]) -> None:
    model = release.model
    print(f"model: version {model.version}, {model.model_package_arn}")
    print(f"  {model.metric} {model.metric_value:.4f}, threshold {model.threshold:g}, commit {model.commit_id}")
    print(f"written to {output}/: {', '.join(names)}")
    print("what this release changes for production:")
    for line in changes.describe(release, now, config):
        print(line)


if __name__ == "__main__":
    sys.exit(main())
