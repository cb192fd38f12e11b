"""`local demo`: the whole life of a project, for a person to watch."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlops_templates.cli.local.options import line_for, port_option
from mlops_templates.errors import MlopsTemplatesError

if TYPE_CHECKING:
    from mlops_templates.demo.life import Outcome
    from mlops_templates.demo.screen import Screen
    from mlops_templates.localaws import LocalAws


def _default_state() -> Path:
    return Path.cwd() / ".state" / f"demo-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"


@click.command("demo", epilog="Exit codes: 0 every stage happened; 2 one did not, with the reason; 130 after Ctrl-C.")
@click.option("--keep", is_flag=True, help="Leave the embedded AWS and the project running, and say how to reach it.")
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    default=_default_state,
    show_default=".state/demo-<time> in the current folder",
    help="The folder that receives the report and the logs.",
)
@port_option
def command(keep: bool, state: Path, port: int) -> None:
    """Publish a product, create a project, train, approve, stage, test, approve, serve, and predict: on this machine.

    No AWS account, no docker: an embedded AWS on a free loopback port, spoken to with plain boto3.
    """
    from mlops_templates.demo.screen import Screen
    from mlops_templates.localaws import holds_state, launch

    if holds_state(state):
        raise MlopsTemplatesError(f"{state} holds the state of an embedded AWS. Choose another folder with --state.")
    screen = Screen()
    with screen.stage("Start the embedded AWS") as stage:
        aws = launch(state.resolve(), port, tied=not keep, keep=keep)
        stage.say(f"{aws.url}, state in {aws.state}")
    finished = False
    try:
        _point_at(aws)
        outcome = _live(screen, aws.state, keep)
        finished = True
    finally:
        if not (keep and finished):
            _stop(aws, clear=finished)
    _show(screen, outcome, aws)
    if keep:
        _show_how_to_reach(screen, aws, outcome)


def _point_at(aws: LocalAws) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(aws.environment)


def _live(screen: Screen, state: Path, keep: bool) -> Outcome:
    from mlops_templates.demo.life import Life

    life = Life(screen, state)
    outcome = life.live()
    if not keep:
        life.end()
    return outcome


def _stop(aws: LocalAws, *, clear: bool) -> None:
    aws.stop()
    if clear:  # after a failure everything stays for a look
        for folder in ("images", "work", "repositories"):
            shutil.rmtree(aws.state / folder, ignore_errors=True)


def _show(screen: Screen, outcome: Outcome, aws: LocalAws) -> None:
    version, prediction = outcome.version, outcome.prediction
    screen.line()
    for name, value in sorted(version.metrics.items()):
        screen.line(f"{'Metric':<11}{name} {value:.4f}")
    for stage in ("staging", "prod"):
        screen.line(f"{'Endpoint':<11}{outcome.names.endpoint(stage)}")
    screen.line(
        f"{'Prediction':<11}{prediction.answer} for a held-out row whose truth is {prediction.truth}"
        f" ({prediction.milliseconds:.0f} ms over HTTP)"
    )
    screen.line(f"{'Report':<11}{_from_here(outcome.report)}")
    screen.line(f"{'Logs':<11}{_from_here(aws.state / 'logs')}")
    screen.line(f"{'Took':<11}{time.monotonic() - screen.started:.1f} s")


def _from_here(path: Path) -> Path:
    """As short as it can be typed in this shell."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _show_how_to_reach(screen: Screen, aws: LocalAws, outcome: Outcome) -> None:
    group = outcome.names.group
    screen.line()
    screen.line(f"The embedded AWS runs on at {aws.url}. Reach it from any shell:")
    screen.line(f'  eval "$({line_for("env", aws.state)})"')
    screen.line("  aws sagemaker list-projects")
    screen.line(f"  aws codepipeline get-pipeline-state --name {outcome.names.deploy_pipeline}")
    screen.line(
        f"  git clone https://git-codecommit.{aws.environment['AWS_REGION']}.amazonaws.com"
        f"/v1/repos/sagemaker-{group}-model-deploy"
    )
    screen.line(f"Stop it:\n  {line_for('stop', aws.state)}")
