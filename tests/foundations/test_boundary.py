from __future__ import annotations

from fnmatch import fnmatchcase

from tests.foundations.documents import product_documents, statements, text


def _patterns(effect: str, *, conditional: bool = False) -> list[str]:
    return [
        action
        for statement in statements("Boundary")
        if statement["Effect"] == effect
        and ("Condition" in statement) == conditional
        and "NotResource" not in statement
        for action in statement["Action"]
    ]


def _role_actions() -> set[str]:
    return {
        action
        for template in product_documents()
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::IAM::ManagedPolicy"
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]
        for action in statement["Action"]
    }


def test_every_action_that_a_project_role_states_is_within_the_boundary() -> None:
    allowed, denied = _patterns("Allow"), _patterns("Deny")
    outside = {
        action
        for action in _role_actions()
        if not any(fnmatchcase(action, pattern) for pattern in allowed)
        or any(fnmatchcase(action, pattern) for pattern in denied)
    }
    assert _role_actions()
    assert outside == set()


def test_iam_is_denied_beyond_the_roles_of_projects() -> None:
    [statement] = [one for one in statements("Boundary") if one.get("Sid") == "DenyIamBeyondProjects"]
    assert statement["Effect"] == "Deny"
    assert statement["Action"] == ["iam:*"]
    assert [text(arn) for arn in statement["NotResource"]] == ["arn:aws:iam::111122223333:role/mlops/sagemaker-*"]


def test_passing_a_role_without_naming_the_service_is_denied() -> None:
    [statement] = [one for one in statements("Boundary") if one.get("Sid") == "DenyPassRoleToAnyService"]
    assert statement["Effect"] == "Deny"
    assert statement["Action"] == ["iam:PassRole"]
    assert statement["Condition"] == {"Null": {"iam:PassedToService": True}}


def test_a_project_role_may_not_change_any_role() -> None:
    allowed = [action for action in _patterns("Allow") if action.startswith("iam:")]
    assert sorted(allowed) == ["iam:GetRole", "iam:PassRole"]
