from awacs.aws import Bool, Condition
from troposphere import GetAtt, encode_to_dict

from mlops_templates.duties.statement import statements
from mlops_templates.model import Permission


def rendered(*permissions: Permission) -> list[dict[str, object]]:
    return list(encode_to_dict(statements(permissions)))


def test_permissions_on_the_same_resource_become_one_statement():
    read = Permission(("s3:GetObject",), (GetAtt("B", "Arn"),))
    write = Permission(("s3:PutObject", "s3:GetObject"), (GetAtt("B", "Arn"),))
    [statement] = rendered(read, write)
    assert statement["Action"] == ["s3:GetObject", "s3:PutObject"]


def test_the_same_permission_on_two_resources_becomes_one_statement():
    [statement] = rendered(Permission(("s3:GetObject",), ("a",)), Permission(("s3:GetObject",), ("b", "a")))
    assert statement["Resource"] == ["a", "b"]


def test_nothing_is_granted_that_no_permission_grants():
    kept = rendered(Permission(("s3:GetObject",), ("a",)), Permission(("s3:PutObject",), ("b",)))
    assert [(len(statement["Action"]), statement["Resource"]) for statement in kept] == [(1, ["a"]), (1, ["b"])]


def test_condition_is_never_lost_by_merging():
    condition = Condition(Bool({"kms:GrantIsForAWSResource": True}))
    kept = rendered(
        Permission(("kms:Decrypt",), ("a",)),
        Permission(("kms:CreateGrant",), ("a",), condition),
    )
    assert ["Condition" in statement for statement in kept] == [False, True]
