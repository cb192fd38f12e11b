import json
from pathlib import Path

import pytest

from tests.cli.runner import Run


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "t.yaml"
    path.write_text("Resources:\n  Plain:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Retain\n")
    return path


def test_findings_are_printed_with_their_place_and_end_with_1(run: Run, faulty: Path):
    ended = run("lint", str(faulty))
    assert ended.code == 1
    assert f"{faulty}:2: E9501 " in ended.out


def test_json_is_a_list_of_findings(run: Run, faulty: Path):
    findings = json.loads(run("lint", str(faulty), "--output", "json").out)
    assert {"file", "line", "rule", "message"} == findings[0].keys()


def test_missing_file_is_bad_input(run: Run, tmp_path: Path):
    ended = run("lint", str(tmp_path / "none.yaml"))
    assert ended.code == 2
    assert "no such file" in ended.err


def test_committed_templates_are_clean(run: Run):
    ended = run("lint")
    assert ended.code == 0
    assert ended.out.endswith(" 0 findings\n")
