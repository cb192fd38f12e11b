import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
import yaml

from tests.checkout import ROOT
from tests.cli.runner import Run


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLOPS_TEMPLATES_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "templates" / "t.yaml"
    path.parent.mkdir()
    path.write_text("Resources:\n  Plain:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Retain\n")
    return path


def test_findings_are_printed_with_their_place_and_end_with_1(run: Run, faulty: Path):
    ended = run("lint", str(faulty))
    assert ended.code == 1
    assert f"{faulty}:2: E9501 " in ended.out


def test_folder_is_checked_like_its_files(run: Run, faulty: Path):
    assert run("lint", str(faulty.parent)).out == run("lint", str(faulty)).out


@pytest.mark.parametrize("option", ["--format", "--output"])
def test_json_is_a_list_of_findings(option: str, run: Run, faulty: Path):
    findings = json.loads(run("lint", str(faulty), option, "json").out)
    assert {"file", "line", "rule", "message"} == findings[0].keys()


def test_sarif_and_junit_tell_the_same_findings(run: Run, faulty: Path):
    found = json.loads(run("lint", str(faulty), "--format", "json").out)
    told = json.loads(run("lint", str(faulty), "--format", "sarif").out)["runs"][0]["results"]
    assert [result["ruleId"] for result in told] == [finding["rule"] for finding in found]
    [suite] = Xml.fromstring(run("lint", str(faulty), "--format", "junit").out)
    assert suite.get("failures") == "1"


def test_the_end_of_life_is_judged_as_of_the_build_date(run: Run, faulty: Path):
    faulty.write_text(
        "Resources:\n  B:\n    Type: AWS::CodeBuild::Project\n    Properties:\n"
        "      Environment: {Image: 'aws/codebuild/standard:7.0'}\n"
    )

    def ours(*options: str) -> set[str]:
        found = json.loads(run("lint", str(faulty), "--format", "json", *options).out)
        return {finding["rule"] for finding in found if finding["rule"].endswith("9512")}

    assert ours("--build-date", "2026-01-01") == set()
    assert ours("--build-date", "2027-04-29") == {"W9512"}
    assert ours("--build-date", "2027-04-30") == {"E9512"}


def test_a_warning_alone_is_printed_and_ends_with_0(run: Run, faulty: Path):
    faulty.write_text(
        "AWSTemplateFormatVersion: '2010-09-09'\nDescription: d\nResources:\n  Handle:\n"
        "    Type: AWS::CloudFormation::WaitConditionHandle\n    Metadata:\n"
        "      image: account.dkr.ecr.region.amazonaws.com/pytorch:2.11\n"
    )
    ended = run("lint", str(faulty), "--build-date", "2027-04-01")
    assert (ended.code, " W9512 " in ended.out) == (0, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [(["none.yaml"], "no such file"), (["--build-date", "soon"], "is no day"), (["--regions", ","], "name regions")],
    ids=["file", "day", "regions"],
)
def test_bad_input_ends_with_2(options: list[str], said: str, run: Run):
    ended = run("lint", *options)
    assert ended.code == 2
    assert said in ended.err


def test_committed_templates_are_clean(run: Run):
    ended = run("lint")
    assert ended.code == 0
    assert ended.out.endswith(" 0 findings\n")


def test_unchanged_templates_are_known_without_cfn_lint(run: Run, faulty: Path, tmp_path: Path):
    first = run("lint", str(faulty))
    program = (
        "import sys; from mlops_templates.cli import main\ntry:\n    main()\n"
        "finally:\n    print('cfnlint' in sys.modules, file=sys.stderr)"
    )
    argv = [sys.executable, "-c", program, "lint", str(faulty)]
    again = subprocess.run(argv, capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ.copy())
    assert (again.returncode, again.stdout, again.stderr) == (1, first.out, "False\n")
    assert {path.name for path in tmp_path.iterdir()} == {"templates", "cache"}


def test_the_hook_of_pre_commit_runs_as_it_is_stated(faulty: Path):
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}

    def ended(hook: str, *files: str) -> tuple[int, str]:
        argv = [*shlex.split(hooks[hook]["entry"]), *files]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
        return done.returncode, done.stdout

    code, said = ended("mlops-templates-lint", str(faulty))
    assert (code, f"{faulty}:2: E9501 " in said) == (1, True)
    code, said = ended("mlops-templates-synth")
    assert code in (0, 1), said


def test_for_all_regions_the_report_tells_which_are_left_out_and_why(run: Run, faulty: Path):
    faulty.write_text(
        "Resources:\n  App:\n    Type: AWS::CodeCommit::Repository\n    Properties: {RepositoryName: a}\n"
    )
    told = [line for line in run("lint", str(faulty), "--regions", "all").out.splitlines() if line[:8] == "left out"]
    assert len(told) == 1
    assert told[0].startswith("left out, without AWS::CodeCommit::Repository: ")
    assert "af-south-1" in told[0]
    assert "left out" not in run("lint", str(faulty)).out
