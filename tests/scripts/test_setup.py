"""`scripts/setup` as a person meets it: what it refuses, what it makes, and that the second time nothing happens.

The installers on PATH are stand-ins that write down how they were called: no network, no packages.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.checkout import ROOT

NEEDED = ("bash", "cat", "cp", "dirname", "env", "find", "mkdir", "rm", "sed", "sh", "sleep", "tail")
READ = ("pyproject.toml", "requirements.lock", "scripts/setup")

# Any Python but for its version, which is what scripts/setup must ask for.
OLD_PYTHON = f"""#!/bin/sh
if [ "$1" = --version ]; then echo "Python 3.9.1"; exit; fi
exec {shlex.quote(sys.executable)} -c 'import sys; sys.version_info = (3, 9, 1, "final", 0); exec(sys.argv[2])' "$@"
"""
PYTHON = f"""#!/bin/sh
if [ "$1 $2" != "-m venv" ]; then exec {shlex.quote(sys.executable)} "$@"; fi
echo "python $*" >>"$CALLS"
mkdir -p .venv/bin && cp "$FAKES"/* .venv/bin
"""
UV = """#!/bin/sh
echo "uv $*" >>"$CALLS"
case "$* " in *"${REFUSED:-no such word}"*) echo "uv: no network" >&2; exit 1;; esac
if [ "$1" = venv ]; then sleep 0.3; mkdir -p .venv/bin && cp "$FAKES"/* .venv/bin; fi
"""
INSTALLED = """#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
"""


@dataclass(frozen=True)
class Checkout:
    """A copy of what set-up reads, and a PATH that holds nothing but what it is said to need."""

    folder: Path
    tools: Path
    calls: Path

    def tool(self, name: str, script: str) -> None:
        path = self.tools / name
        path.unlink(missing_ok=True)
        path.write_text(script, encoding="utf-8")
        path.chmod(0o755)

    def environment(self, **variables: str) -> dict[str, str]:
        fakes = str(self.tools.parent / "fakes")
        return {"PATH": str(self.tools), "CALLS": str(self.calls), "FAKES": fakes, "LANG": "C.UTF-8", **variables}

    def set_up(self, **variables: str) -> subprocess.CompletedProcess[str]:
        argv = [str(self.folder / "scripts" / "setup")]
        environment: Mapping[str, str] = self.environment(**variables)
        return subprocess.run(argv, capture_output=True, text=True, check=False, env=environment, cwd="/", timeout=180)

    def called(self) -> list[str]:
        """What was called since the last time this was asked, without the options for silence."""
        calls = self.calls.read_text(encoding="utf-8").splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        quiet = (" --quiet", " --disable-pip-version-check", " -q")
        for words in quiet:
            calls = [call.replace(words, "") for call in calls]
        return [call.replace(str(self.tools), "TOOLS") for call in calls]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path / "a checkout", tmp_path / "tools", tmp_path / "calls")
    seeds = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("seed_code/*/requirements.txt")]
    images = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("mlops_templates/localaws/environments/images/*")]
    for name in (*READ, *seeds, *images):
        (made.folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, made.folder / name)
    made.tools.mkdir()
    for name in (*NEEDED, "basename", "git"):
        (made.tools / name).symlink_to(str(shutil.which(name)))
    made.tool("python3", PYTHON)
    made.tool("uv", UV)
    (tmp_path / "fakes").mkdir()
    for name in ("python", "mlops-templates"):
        (tmp_path / "fakes" / name).write_text(INSTALLED, encoding="utf-8")
        (tmp_path / "fakes" / name).chmod(0o755)
    return made


BY_UV = [
    "uv venv --python TOOLS/python3 .venv",
    "uv pip install --python .venv --require-hashes -r requirements.lock",
    "uv pip install --python .venv --no-deps --no-build-isolation -e .",
    "python -m compileall .venv/lib mlops_templates",
    "mlops-templates local prepare",
]
BRINGING_UV = [
    "python -m venv .venv",
    "python -m pip install --no-deps --only-binary :all: --require-hashes -r .cache/uv.txt",
]
BY_PIP = [
    *BRINGING_UV,
    "python -m pip install --require-hashes -r requirements.lock",
    "python -m pip install --no-deps --no-build-isolation -e .",
    *BY_UV[3:],
]


def refused(checkout: Checkout, **variables: str) -> str:
    """The one line that it says when it refuses; it must not have made anything."""
    before = sorted(checkout.folder.rglob("*"))
    done = checkout.set_up(**variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert sorted(checkout.folder.rglob("*")) == before
    assert checkout.called() == []
    (line,) = done.stderr.splitlines()
    return line


def test_an_old_python_is_refused_with_what_to_do(checkout: Checkout) -> None:
    checkout.tool("python3", OLD_PYTHON)
    line = refused(checkout)
    assert line.startswith(
        "setup: Python 3.11 or newer is needed; found: Python 3.9.1. Install it, or name one: PYTHON="
    )


def test_a_machine_without_python_is_told_so(checkout: Checkout) -> None:
    (checkout.tools / "python3").unlink()
    assert "Python 3.11 or newer is needed; found: none. Install it" in refused(checkout)


def test_a_python_that_a_person_names_is_taken_or_refused_but_never_replaced(checkout: Checkout) -> None:
    checkout.tool("python3.9", OLD_PYTHON)
    assert "found: Python 3.9.1." in refused(checkout, PYTHON="python3.9")
    checkout.tool("my-python", PYTHON)
    assert checkout.set_up(PYTHON="my-python").returncode == 0
    assert checkout.called()[0] == "uv venv --python TOOLS/my-python .venv"


def test_a_newer_python_beside_an_old_python3_is_found(checkout: Checkout) -> None:
    checkout.tool("python3", OLD_PYTHON)
    checkout.tool("python3.12", PYTHON)
    assert checkout.set_up().returncode == 0
    assert checkout.called()[0] == "uv venv --python TOOLS/python3.12 .venv"


def test_a_machine_without_git_is_refused_with_what_to_do(checkout: Checkout) -> None:
    (checkout.tools / "git").unlink()
    assert refused(checkout) == "setup: git is not on PATH. Install git, then run this again."


def test_everything_is_installed_by_its_hash_into_the_checkout(checkout: Checkout) -> None:
    done = checkout.set_up()
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert checkout.called() == BY_UV


def bring(checkout: Checkout, script: str) -> None:
    """Let pip bring a uv, on a machine that has none."""
    (checkout.tools / "uv").unlink()
    brought = checkout.tools.parent / "fakes" / "uv"
    brought.write_text(script, encoding="utf-8")
    brought.chmod(0o755)


def test_where_there_is_no_uv_pip_brings_it_by_its_hash(checkout: Checkout) -> None:
    bring(checkout, UV)
    assert checkout.set_up().returncode == 0
    assert checkout.called() == [*BRINGING_UV, *(call.replace("TOOLS/python3 ", "") for call in BY_UV[1:])]
    asked = (checkout.folder / ".cache" / "uv.txt").read_text(encoding="utf-8").splitlines()
    assert asked[0].startswith("uv==")
    assert all(line.startswith("    --hash=sha256:") for line in asked[1:])


def test_pip_does_it_where_no_uv_comes(checkout: Checkout) -> None:
    (checkout.tools / "uv").unlink()
    assert checkout.set_up().returncode == 0
    assert checkout.called() == BY_PIP


def test_pip_does_it_where_the_uv_that_came_fails(checkout: Checkout) -> None:
    bring(checkout, UV)
    done = checkout.set_up(REFUSED="--require-hashes")
    assert done.returncode == 0
    assert "setup: uv could not install; pip tries" in done.stderr
    assert "python -m pip install --require-hashes -r requirements.lock" in checkout.called()


def test_the_second_time_nothing_happens(checkout: Checkout) -> None:
    checkout.set_up()
    checkout.called()
    made = {path: path.stat().st_mtime_ns for path in checkout.folder.rglob("*")}
    done = checkout.set_up()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert checkout.called() == []
    assert {path: path.stat().st_mtime_ns for path in checkout.folder.rglob("*")} == made


def test_a_changed_lock_makes_the_environment_anew_and_a_tools_setting_does_not(checkout: Checkout) -> None:
    checkout.set_up()
    checkout.called()
    project, lock = checkout.folder / "pyproject.toml", checkout.folder / "requirements.lock"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace("line-length = 120", "line-length = 100"), encoding="utf-8")
    checkout.set_up()
    assert checkout.called() == []
    lock.write_text(lock.read_text(encoding="utf-8") + "# another\n", encoding="utf-8")
    checkout.set_up()
    assert checkout.called() == BY_UV


def test_what_was_interrupted_is_begun_again(checkout: Checkout) -> None:
    done = checkout.set_up(REFUSED="--require-hashes")
    assert done.returncode == 1
    assert "no network" in done.stderr
    checkout.called()
    assert checkout.set_up().returncode == 0
    assert checkout.called() == BY_UV


def test_of_two_at_once_only_one_installs(checkout: Checkout) -> None:
    argv, environment = [str(checkout.folder / "scripts" / "setup")], checkout.environment()
    both = [subprocess.Popen(argv, env=environment, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(timeout=180) for process in both] == [0, 0]
    assert checkout.called() == BY_UV
