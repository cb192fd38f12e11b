"""CI step 2: static analysis first, because it takes a moment, then the unit tests."""

import os
import subprocess
import sys
from pathlib import Path

from ci.banner import StepFailed, say

CHECKS = {
    "ruff check": (["-m", "ruff", "check", "--no-cache", "."], "`make format` repairs what can be repaired by itself"),
    "ruff format": (["-m", "ruff", "format", "--no-cache", "--check", "."], "run `make format` and commit"),
    "pytest": (["-m", "pytest"], "the first failure above says what broke; `make checks` repeats it on your machine"),
}


def check(root: Path) -> None:
    """Run every check, so that one build shows all there is to repair."""
    failed = []
    for name, (arguments, _) in CHECKS.items():
        say(f"-- {name}")
        # Unit tests reach no account: they get no credentials that they could use by mistake.
        environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        command = [sys.executable, *arguments]
        if subprocess.run(command, cwd=root, env=environment, check=False).returncode:  # noqa: S603 - fixed commands
            failed.append(name)
    if failed:
        raise StepFailed(f"failed: {', '.join(failed)}", "; ".join(f"{name}: {CHECKS[name][1]}" for name in failed))
