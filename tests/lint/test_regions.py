"""Which regions `--regions all` leaves out is what the schemas of cfn-lint say, and what cfn-lint itself finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlops_templates.data import data_folder
from mlops_templates.lint import Options, left_out, lint
from mlops_templates.lint.regions import types_by_region

KIND = "AWS::CodeCommit::Repository"


def written(folder: Path, kind: str) -> Path:
    path = folder / "t.yaml"
    path.write_text(f"Resources:\n  App:\n    Type: {kind}\n    Properties: {{RepositoryName: app}}\n")
    return path


def test_a_region_is_left_out_exactly_where_cfn_lint_finds_the_type_missing(tmp_path: Path) -> None:
    path = written(tmp_path, KIND)
    regions = tuple(types_by_region())
    found = {finding.message for finding in lint([path], Options(regions)) if finding.rule == "E3006"}
    missing = left_out([path])[KIND]
    assert 0 < len(missing) < len(regions)
    assert {region for region in regions if any(f"'{region}'" in message for message in found)} == set(missing)


def test_a_type_that_every_region_has_leaves_out_none(tmp_path: Path) -> None:
    assert left_out([written(tmp_path, "AWS::SNS::Topic")]) == {}


def test_a_type_that_no_region_has_is_a_finding_and_leaves_out_none(tmp_path: Path) -> None:
    assert left_out([written(tmp_path, "AWS::CodeCommit::Depository")]) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Type: AWS::CodeCommit::Repository",
        '{"Type": "AWS::CodeCommit::Repository"}',
        "Type: 'AWS::CodeCommit::Repository'",
    ],
    ids=["yaml", "json", "quoted"],
)
def test_types_are_read_in_every_way_of_writing(text: str, tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(text + "\n")
    assert list(left_out([tmp_path / "t.yaml"])) == [KIND]


def test_the_type_of_a_parameter_is_none_of_a_resource(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("Type: AWS::CodeCommit::Repository::Id\nType: AWS::CodeCommit::Repository<x>\n")
    assert left_out([tmp_path / "t.yaml"]) == {}


def test_products_with_repositories_elsewhere_can_be_made_in_more_regions() -> None:
    folder = data_folder("cloudformation")
    ours, elsewhere = (left_out(folder.glob(f"*.{scm}.yaml")) for scm in ("codecommit", "github-actions"))
    assert KIND in ours
    assert KIND not in elsewhere
    assert "us-east-1" not in {region for regions in ours.values() for region in regions}
