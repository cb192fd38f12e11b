"""`make reproduce MODEL=<version>`: the run that made a model version, again, and whether it measures the same.

Code, settings and data are the copies that the build has left; they run in a folder of their own, under a branch of
their own: what `main` has made is not touched, and no cached step answers in place of a job.
"""

import argparse
import json
import math
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import boto3

from ci.banner import StepFailed, say, titled
from ci.past_run import PastRun, past_run, restore, version_named
from ci.pipeline import current_project
from ci.results import download

ROOT = Path(__file__).parents[1]
FOLDER = Path("build") / "reproduced"
SAME = 1e-9  # relative: what another order of adding up may change
METRICS = "evaluation.json"


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m ci.reproduce", description=__doc__)
    parser.add_argument("model", nargs="?", default="", help="number of a version in the Main group, or an ARN")
    parser.add_argument("--local", action="store_true", help="on this machine, and not as a pipeline of SageMaker")
    given = parser.parse_args(words)
    with titled("the run of a model version, again"):
        reproduce(ROOT, given.model, given.local)


def reproduce(root: Path, wanted: str, local: bool) -> None:
    """Run it again; a StepFailed names every metric that differs, and by how much."""
    if not wanted:
        raise StepFailed("no model version is named", "name one: `make reproduce MODEL=3`, or its ARN")
    here = current_project()
    registry, s3 = (boto3.client(name, region_name=here.region) for name in ("sagemaker", "s3"))
    past = past_run(registry, version_named(registry, here.main_group, wanted))
    say(f"{past.version}\n  commit  {past.commit}\n  build   {past.uri('')}")
    folder = root / FOLDER
    restore(s3, past, root, folder, local)
    download(s3, past.metrics_uri, folder / METRICS)
    say(f"code, settings and data are in {FOLDER}")
    branch = f"reproduce-{past.version.rpartition('/')[2]}-{datetime.now(UTC):%Y%m%d%H%M%S}"
    again = run_again(folder, past, branch, local)
    if not local:
        say(f"take away what this run has left: BRANCH_NAME={branch} make cleanup")
    compare(metrics_in(folder / METRICS), metrics_in(again))


def run_again(folder: Path, past: PastRun, branch: str, local: bool) -> Path:
    """Where the metrics of the new run are."""
    words = ["run-local"] if local else ["pipeline", "run"]
    known = {"CODEBUILD_RESOLVED_SOURCE_VERSION": past.commit, "BRANCH_NAME": branch}
    command = [sys.executable, "-m", "ci", *words]
    subprocess.run(command, cwd=folder, env={**os.environ, **known}, check=False)  # noqa: S603 - fixed commands
    file = folder / "build" / ("local" if local else "") / METRICS
    if not file.is_file():
        raise StepFailed("the new run measured nothing", f"the lines above say why; its folder is {FOLDER}")
    return file


def metrics_in(file: Path) -> dict[str, float]:
    return dict(json.loads(file.read_text(encoding="utf-8"))["metrics"])


def compare(then: Mapping[str, float], now: Mapping[str, float]) -> None:
    lines = [difference(name, then.get(name), now.get(name)) for name in sorted({*then, *now})]
    differing = [line for line in lines if line]
    if differing:
        raise StepFailed(
            "\n".join(["not reproduced:", *(f"  {line}" for line in differing)]),
            "code, settings and data are the same, so look at what ran them: images, library versions, kind of machine",
        )
    shown = ", ".join(f"{name} {value:.4f}" for name, value in then.items())
    say(f"\nreproduced: every metric is as registered ({shown})")


def difference(name: str, then: float | None, now: float | None) -> str:
    """Empty when both are the same."""
    if then is None or now is None:
        return f"{name} was measured {'now' if then is None else 'then'} only"
    if math.isclose(then, now, rel_tol=SAME):
        return ""
    return f"{name} {then:.6g} then, {now:.6g} now ({now - then:+.3g})"


if __name__ == "__main__":
    main(sys.argv[1:])
