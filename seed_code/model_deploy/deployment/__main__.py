"""`python -m deployment`: render what the pipeline deploys. `--check` only checks this repository."""

import argparse
import json
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from deployment import (
    approval_text,
    batch,
    gate,
    model_version,
    project,
    real_time,
    registry,
    structure,
    template_check,
)
from deployment.errors import DeploymentError
from deployment.kind import Kind, Order, Rendering
from deployment.release import FILE_NAME, Release
from deployment.sessions import Sessions

KINDS: dict[str, Kind] = {"real-time": real_time, "batch": batch}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m deployment", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="check the tree and inference_config/, then stop; needs no AWS"
    )
    parser.add_argument("--output", type=Path, default=Path("rendered"), help="folder to write (default: rendered)")
    options = parser.parse_args(arguments)
    try:
        structure.check(Path())
        name = kind_name(os.environ)
        settings = KINDS[name].read(Path("inference_config"))
        print(f"repository: has its tree; inference_config: staging and prod are valid for {name}")
        if not options.check:
            order = _order(project.from_environment(os.environ))
            _write(name, order, KINDS[name].render(order, settings), options.output)
    except DeploymentError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except (BotoCoreError, ClientError) as error:
        print(f"AWS did not answer as needed: {error}", file=sys.stderr)
        return 1
    return 0


def kind_name(environment: Mapping[str, str]) -> str:
    """The kind of deployment that the project was made for."""
    name = environment.get("DEPLOYMENT") or "real-time"
    if name not in KINDS:
        raise DeploymentError(f"DEPLOYMENT is '{name}', it must be {' or '.join(KINDS)}.", exit_status=2)
    return name


def _order(for_project: project.Project) -> Order:
    sessions = Sessions()
    sagemaker, s3 = sessions.client("sagemaker"), sessions.client("s3")
    arn = registry.newest_approved(sagemaker, for_project.model_package_group)
    return Order(for_project, model_version.describe(sagemaker, s3, arn), sessions)


def _write(name: str, order: Order, rendering: Rendering, output: Path) -> None:
    template_check.check(rendering.template, rendering.configurations)
    release = Release(order.model, rendering.production, rendering.changed_settings, name)
    files = {
        "endpoint.yaml": rendering.template,
        **{f"{stage}.json": _json(document) for stage, document in rendering.configurations.items()},
        FILE_NAME: release.to_json(),
    }
    output.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (output / file).write_text(text, encoding="utf-8", newline="\n")
    _write_exports(release)
    _report(release, rendering, output, list(files))


def _json(document: object) -> str:
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _write_exports(release: Release) -> None:
    exports = {
        "MODEL_PACKAGE_ARN": release.model.model_package_arn,
        "MODEL_PACKAGE_VERSION": str(release.model.version),
        "APPROVAL_SUMMARY": approval_text.before_staging(release),
    }
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in exports.items()]
    Path("exports.sh").write_text("".join(lines), encoding="utf-8", newline="\n")


def _report(release: Release, rendering: Rendering, output: Path, names: list[str]) -> None:
    model = release.model
    print(f"model: version {model.version}, {model.model_package_arn}")
    threshold = f"{gate.word(model.metric)} {model.threshold:g}"
    print(f"  {model.task}: {model.metric} {model.metric_value:.4f}, {threshold}, commit {model.commit_id}")
    print("template: every name leads somewhere, the parameters of both stages fit")
    print(f"written to {output}/: {', '.join(names)}")
    print("what this release changes for production:")
    for line in rendering.changes:
        print(line)


if __name__ == "__main__":
    sys.exit(main())
