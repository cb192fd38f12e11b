"""A product from a second package, built as a wheel and installed into an environment of its own."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from mlops_templates.model import Phase
from mlops_templates.new_product import write_product
from tests.checkout import ROOT

NAME = "acme-experiment"
LONGEST = 600


@dataclass(frozen=True)
class Environment:
    """Where the product is installed, beside the package of this checkout."""

    folder: Path
    source: Path

    def run(self, *words: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
        """`mlops-templates WORDS` as a shell there would run it; with a further folder of installed packages."""
        return self.python("-m", "mlops_templates.cli", *words, path=path)

    def python(
        self, *words: str, path: Path | None = None, folder: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            **({"PYTHONPATH": str(path)} if path else {}),
        }
        argv = [str(self.folder / "bin" / "python"), *words]
        return subprocess.run(
            argv,
            cwd=folder or self.folder,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )


def install(folder: Path) -> Environment:
    """Write a distribution, build its wheel, and install it without an index."""
    write_product(NAME, folder, Phase.INITIAL)
    source, environment = folder / NAME, folder / "environment"
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    subprocess.run(build, cwd=source, check=True, capture_output=True, timeout=LONGEST)
    [wheel] = (source / "dist").glob("*.whl")
    venv.create(environment, with_pip=True)
    python = str(environment / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, timeout=LONGEST)
    [packages] = (environment / "lib").glob("python*/site-packages")
    (packages / "beside.pth").write_text("\n".join([str(ROOT), *site.getsitepackages()]), encoding="utf-8")
    return Environment(environment, source)
