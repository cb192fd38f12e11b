from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from tests.foundations.documents import boundary_statements, text


def _patterns(effect: str) -> list[str]:
    """Actions that the boundary allows somewhere, or denies everywhere."""
    return [
        action
        for statement in boundary_statements()
        if statement["Effect"] == effect
        and "Condition" not in statement
        and (effect == "Allow" or statement.get("Resource") == ["*"])
        for action in statement["Action"]
    ]


def _may_write(object_arn: str) -> bool:
    def concerned(effect: str) -> bool:
        return any(
            statement["Effect"] == effect
            and any(fnmatchcase("s3:PutObject", action) for action in statement["Action"])
            and any(fnmatchcase(object_arn, text(arn)) for arn in statement["Resource"])
            for statement in boundary_statements()
            if "Resource" in statement
        )

    return concerned("Allow") and not concerned("Deny")


def test_buckets_of_projects_may_be_written() -> None:
    assert _may_write("arn:aws:s3:::sagemaker-p-abcdef123456-ml-data-111122223333/demo/model.tar.gz")


@pytest.mark.parametrize(
    "place", ["-111122223333-eu-west-1/templates/a.yaml", "-111122223333-eu-west-1/x-111122223333/templates/a.yaml"]
)
def test_what_is_published_may_not_be_written_by_a_project(place: str) -> None:
    assert not _may_write(f"arn:aws:s3:::sagemaker-mlops-templates{place}")


def test_iam_is_denied_beyond_the_roles_of_projects() -> None:
    [statement] = [one for one in boundary_statements() if one.get("Sid") == "DenyIamBeyondProjects"]
    assert statement["Effect"] == "Deny"
    assert statement["Action"] == ["iam:*"]
    assert [text(arn) for arn in statement["NotResource"]] == ["arn:aws:iam::111122223333:role/mlops/sagemaker-*"]


def test_passing_a_role_without_naming_the_service_is_denied() -> None:
    [statement] = [one for one in boundary_statements() if one.get("Sid") == "DenyPassRoleToAnyService"]
    assert statement["Effect"] == "Deny"
    assert statement["Action"] == ["iam:PassRole"]
    assert statement["Condition"] == {"Null": {"iam:PassedToService": True}}


def test_a_project_role_may_not_change_any_role() -> None:
    allowed = [action for action in _patterns("Allow") if action.startswith("iam:")]
    assert sorted(allowed) == ["iam:GetRole", "iam:PassRole"]
