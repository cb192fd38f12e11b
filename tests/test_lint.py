import subprocess
import sys
from pathlib import Path

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.lint import lint
from mlops_templates.model import Finding

TEMPLATE = """\
Resources:
  Plain:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    Properties:
      NoSuchProperty: 1
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


def test_findings_come_in_the_order_of_lines(findings: list[Finding]):
    assert [finding.line for finding in findings] == sorted(finding.line for finding in findings)


def test_missing_file_is_named(tmp_path: Path):
    with pytest.raises(MlopsTemplatesError, match=r"no such file: .*none.yaml"):
        lint([tmp_path / "none.yaml"])


def test_folder_is_refused_with_what_to_name_instead(tmp_path: Path):
    with pytest.raises(MlopsTemplatesError, match=r"is a folder: name its templates, for example .*/\*\.yaml"):
        lint([tmp_path])


def test_file_that_is_no_text_is_refused(tmp_path: Path):
    (tmp_path / "t.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(MlopsTemplatesError, match=r"t\.yaml is not UTF-8 text: invalid start byte at byte 0"):
        lint([tmp_path / "t.yaml"])


def test_our_rules_work_from_the_command_of_cfn_lint(tmp_path: Path):
    path = tmp_path / "t.yaml"
    path.write_text(TEMPLATE)
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            "from cfnlint.runner import main; main()",
            "-a",
            "mlops_templates.policy",
            "--",
            str(path),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "E9501" in ended.stdout
