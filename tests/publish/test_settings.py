from __future__ import annotations

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish import Settings


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::111122223333:role/Scientist",
        "arn:aws-cn:iam::111122223333:role/service-role/Studio",
        "arn:aws:iam:::role/Data*",
        "arn:aws:iam::111122223333:group/scientists",
    ],
)
def test_roles_users_groups_and_patterns_are_principals(arn: str) -> None:
    assert Settings(principals=(arn,)).principals == (arn,)


@pytest.mark.parametrize(
    "arn",
    [
        "Scientist",
        "arn:aws:sts::111122223333:assumed-role/Scientist/me",
        "arn:aws:iam::1111:role/Scientist",
        "arn:aws:iam::111122223333:root",
        "arn:aws:iam::111122223333:role/",
    ],
)
def test_anything_else_is_refused_as_a_principal(arn: str) -> None:
    with pytest.raises(MlopsTemplatesError, match="not the ARN of a role, user or group"):
        Settings(principals=(arn,))


@pytest.mark.parametrize("name", ["", "x" * 101])
def test_a_portfolio_name_that_service_catalog_would_refuse_is_refused_at_once(name: str) -> None:
    with pytest.raises(MlopsTemplatesError, match=f"has {len(name)} characters"):
        Settings(portfolio_name=name)


def test_principals_of_the_account_and_patterns_pass() -> None:
    ours = ("arn:aws:iam::111122223333:role/Scientist", "arn:aws:iam:::role/Data*")
    Settings(principals=ours).refuse_other_accounts("111122223333")


def test_every_principal_of_another_account_is_named() -> None:
    theirs = ("arn:aws:iam::999999999999:role/A", "arn:aws:iam::888888888888:role/B")
    with pytest.raises(MlopsTemplatesError) as refusal:
        Settings(principals=theirs).refuse_other_accounts("111122223333")
    assert [line.split()[1].rstrip(":") for line in str(refusal.value).splitlines()] == list(theirs)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(MlopsTemplatesError) as refusal:
        Settings(portfolio_name="", principals=("a", "b"))
    assert len(str(refusal.value).splitlines()) == 3
