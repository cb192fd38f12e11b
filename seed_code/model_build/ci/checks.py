"""CI step 2: static analysis and unit tests, all at the same time, all in one report."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ci.banner import StepFailed, say

REPEAT = "the first failure above says what broke; `make test` repeats it on your machine"
CHECKS = {
    "ruff check": (["-m", "ruff", "check", "--no-cache", "."], "`make format` repairs what can be repaired by itself"),
    "ruff format": (["-m", "ruff", "format", "--no-cache", "--check", "."], "run `make format` and commit"),
    # Apart from each other: the SageMaker SDK takes long to import, and so do the libraries of the models.
    "pytest ml_pipelines ci": (["-m", "pytest", "ml_pipelines", "ci"], REPEAT),
    "pytest algorithms": (["-m", "pytest", "algorithms"], REPEAT),
}


def check(root: Path) -> None:
    """Run every check, so that one build shows all there is to repair."""
    with ThreadPoolExecutor(len(CHECKS)) as workers:
        results = workers.map(lambda arguments: run(root, arguments), [arguments for arguments, _ in CHECKS.values()])
        failed = [name for name, result in zip(CHECKS, results, strict=True) if show(name, result)]
    if failed:
        raise StepFailed(f"failed: {', '.join(failed)}", "; ".join(f"{name}: {CHECKS[name][1]}" for name in failed))


def run(root: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    # Unit tests reach no account: they get no credentials that they could use by mistake.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    command = [sys.executable, *arguments]
    return subprocess.run(  # noqa: S603 - fixed commands
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def show(name: str, result: subprocess.CompletedProcess[str]) -> int:
    say(f"-- {name}\n{result.stdout.strip()}")
    return result.returncode
