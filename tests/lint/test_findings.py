import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.lint import Options, lint, refusals
from mlops_templates.model import Finding

TEMPLATE = """\
Resources:
  Plain:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    Properties:
      NoSuchProperty: 1
"""

FUNCTION = """\
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Code: {ZipFile: "1"}
      Handler: index.handler
      Role: {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x"}
      Runtime: python3.12
"""


@pytest.fixture
def findings(tmp_path: Path) -> list[Finding]:
    path = tmp_path / "t.yaml"
    path.write_text(TEMPLATE)
    return lint([path])


@pytest.mark.parametrize("rule", ["E3002", "E9501", "E9502", "E9503", "E9510"])
def test_rules_of_cfn_lint_and_ours_find_what_is_wrong(rule: str, findings: list[Finding]):
    assert rule in {finding.rule for finding in findings}


def test_finding_tells_file_and_line(findings: list[Finding], tmp_path: Path):
    [unknown] = [finding for finding in findings if finding.rule == "E3002"]
    assert (unknown.file, unknown.line) == (str(tmp_path / "t.yaml"), 6)


def test_findings_come_in_the_order_of_files_and_lines(tmp_path: Path):
    for name in ("b.yaml", "a.yaml"):
        (tmp_path / name).write_text(TEMPLATE)
    found = lint([tmp_path / "b.yaml", tmp_path / "a.yaml"])
    places = [(finding.file, finding.line) for finding in found]
    assert places == sorted(places, key=lambda place: (place[0].endswith("a.yaml"), place[1]))
    assert {file for file, _ in places} == {str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")}


@pytest.mark.parametrize("name", ["t.yaml", "odd [1] name.yaml"])
def test_file_is_named_as_it_was_given(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(TEMPLATE)
    assert {finding.file for finding in lint([Path(name)])} == {name}


def test_what_is_no_yaml_is_a_finding_of_its_file(tmp_path: Path):
    (tmp_path / "t.yaml").write_text("Resources: [")
    assert {(finding.file, finding.rule) for finding in lint([tmp_path / "t.yaml"])} == {
        (str(tmp_path / "t.yaml"), "E0000")
    }


def test_stated_date_decides_what_is_past_its_end(tmp_path: Path):
    (tmp_path / "t.yaml").write_text(FUNCTION)

    def ours(day: str) -> set[str]:
        found = lint([tmp_path / "t.yaml"], Options(stated_date=day))
        return {finding.rule for finding in found if finding.rule.endswith("9512")}

    assert ours("2028-01-01") == set()
    assert ours("2028-10-30") == {"W9512"}
    assert ours("2028-10-31") == {"E9512"}


def test_warning_of_what_ends_soon_refuses_nothing():
    soon, past = (Finding("t.yaml", 1, rule, "m") for rule in ("W9512", "E9512"))
    assert refusals([soon, past]) == [past]


def e3006(path: Path, kind: str, *regions: str) -> int:
    path.write_text(f"Resources:\n  App:\n    Type: {kind}\n")
    return sum(finding.rule == "E3006" for finding in lint([path], Options(regions)))


def test_type_that_a_region_lacks_is_found_for_that_region(tmp_path: Path):
    assert e3006(tmp_path / "t.yaml", "AWS::CodeCommit::Repository", "af-south-1") == 1
    assert e3006(tmp_path / "t.yaml", "AWS::CodeCommit::Repository", "us-east-1") == 0


def test_for_all_regions_only_a_type_that_none_has_is_found_and_once(tmp_path: Path):
    assert e3006(tmp_path / "t.yaml", "AWS::CodeCommit::Repository", "all") == 0
    assert e3006(tmp_path / "t.yaml", "AWS::CodeCommit::Depository", "all") == 1


def test_type_that_one_of_several_named_regions_lacks_is_found_for_that_region(tmp_path: Path):
    assert e3006(tmp_path / "t.yaml", "AWS::CodeCommit::Repository", "us-east-1", "af-south-1") == 1


def test_no_region_is_refused():
    with pytest.raises(MlopsTemplatesError, match="name regions as"):
        Options(("",))


def test_our_rules_work_from_the_command_of_cfn_lint(tmp_path: Path):
    path = tmp_path / "t.yaml"
    path.write_text(TEMPLATE)
    program = "from cfnlint.runner import main; main()"
    argv = [sys.executable, "-c", program, "-a", "mlops_templates.policy", "--", str(path)]
    ended = subprocess.run(argv, capture_output=True, text=True, check=False, env=os.environ.copy())
    assert "E9501" in ended.stdout
