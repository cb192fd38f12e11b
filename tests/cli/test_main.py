import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mlops_templates import __version__
from mlops_templates.cli import VERBS, cli
from tests.cli.runner import Run

CHECKOUT = Path(__file__).parents[2]
HEAVY = ("awacs", "boto3", "botocore", "cfnlint", "moto", "rich", "sagemaker", "troposphere")


def test_version_is_that_of_the_distribution(run: Run):
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    assert run("--version").out == f"mlops-templates {project['version']}\n"
    assert __version__ == project["version"]


def test_every_file_in_the_folder_is_a_verb():
    paths = (CHECKOUT / "mlops_templates/cli").glob("[!_]*")
    files = {path.stem.replace("_", "-") for path in paths if path.suffix == ".py" or path.is_dir()}
    assert files == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_help_and_has_its_own(run: Run, verb: str):
    assert verb in run("--help").out
    own = run(verb, "--help")
    assert own.code == 0
    assert f"Usage: mlops-templates {verb}" in own.out


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "local"])
def test_every_verb_documents_its_exit_codes(verb: str):
    command = cli.get_command(cli.make_context("mlops-templates", ["ls"]), verb)
    assert command is not None
    assert "Exit codes: 0 " in (command.epilog or "")


def test_misspelt_verb_gets_a_suggestion(run: Run):
    ended = run("synht")
    assert ended.code == 2
    assert "no command 'synht'; did you mean 'synth'?" in ended.err


def test_unknown_verb_gets_the_list(run: Run):
    assert f"there are: {', '.join(VERBS)}" in run("xyzzy").err


def test_error_for_a_person_is_one_line_on_stderr(run: Run):
    ended = run("show", "repeatable-real")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "mlops-templates: error: no product 'repeatable-real'; did you mean 'repeatable-real-time'?\n"


TELLING = ["--help", "--version", "ls", "ls --output json", "local --help", "teams --help", "publish --help"]


@pytest.mark.parametrize("arguments", [words.split() for words in TELLING], ids=TELLING)
def test_what_only_tells_imports_nothing_heavy(arguments: list[str]):
    code = (
        "import sys; sys.argv = ['mlops-templates', *sys.argv[1:]]\n"
        "from mlops_templates.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('heavy:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, check=True, cwd=CHECKOUT, text=True
    )
    assert ended.stdout.splitlines()[-1] == "heavy: []"
