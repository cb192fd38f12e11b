"""Programs of others to measure against, each in an environment of its own below the cache folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

CDK = "aws-cdk-lib"
CDK_PROGRAM = Path(__file__).with_name("cdk_program.py")


def cdk_python() -> str | None:
    """An interpreter that has aws-cdk-lib; None, and why, where it cannot be had."""
    if shutil.which("node") is None:
        print(f"{CDK} is not measured: it needs Node.js", file=sys.stderr)
        return None
    folder = _caches() / "benchmarks" / CDK
    python = folder / "bin" / "python"
    if (folder / "complete").is_file():
        return str(python)
    venv.create(folder, with_pip=True, clear=True)
    try:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", CDK], check=True)
        subprocess.run([python, "-m", "compileall", "-q", str(folder / "lib")], check=False)
    except subprocess.CalledProcessError as error:
        print(f"{CDK} is not measured: it cannot be installed ({error})", file=sys.stderr)
        return None
    (folder / "complete").touch()
    return str(python)


def _caches() -> Path:
    chosen = os.environ.get("MLOPS_TEMPLATES_CACHE")
    return Path(chosen) if chosen else Path.home() / ".cache" / "mlops-templates"
