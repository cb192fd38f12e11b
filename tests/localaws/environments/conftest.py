"""A cache of its own and a package that needs no network."""

import base64
import hashlib
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from mlops_templates.localaws import environments


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLOPS_TEMPLATES_CACHE", str(cache))
    # Without uv, whatever the machine has; one test puts a stand-in first.
    monkeypatch.setenv("PATH", "/usr/local/bin:/usr/bin:/bin")


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel of `greeting`, which has a module and the command `greet`."""
    folder = tmp_path_factory.mktemp("wheels")
    files = {
        "greeting.py": "def main():\n    print('hello')\n",
        "greeting-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
        "greeting-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "greeting-1.0.dist-info/entry_points.txt": "[console_scripts]\ngreet = greeting:main\n",
    }
    record = "".join(f"{name},sha256={_digest(text)},{len(text)}\n" for name, text in files.items())
    with zipfile.ZipFile(folder / "greeting-1.0-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
        wheel.writestr("greeting-1.0.dist-info/RECORD", f"{record}greeting-1.0.dist-info/RECORD,,\n")
    return folder


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for uv that installs nothing and writes down what it was asked."""
    command = tmp_path / "tools" / "uv"
    command.parent.mkdir()
    command.write_text('#!/bin/sh\necho "$@" > "$(dirname "$0")/said"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}:/usr/bin:/bin")
    return command


@dataclass(frozen=True)
class Job:
    """A folder with a bin folder, in which commands run as in a build."""

    folder: Path
    bin: Path

    def run(self, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": environments.search_path(self.bin), "HOME": str(self.folder), **variables}
        return subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def job(tmp_path: Path, wheels: Path) -> Job:
    """A job whose folder has `requirements.txt`, asking for `greeting`."""
    (tmp_path / "requirements.txt").write_text(f"--no-index\n--find-links {wheels.as_uri()}\ngreeting==1.0\n")
    return Job(tmp_path, environments.job.make_bin(tmp_path, environments.base()))
