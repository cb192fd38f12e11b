from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.publish.caller import caller_role

ROLE = "arn:aws:iam::111122223333:role/aws-reserved/Admin"


class Sts:
    def __init__(self, arn: str) -> None:
        self.arn = arn

    def get_caller_identity(self) -> dict[str, str]:
        return {"Arn": self.arn}


class Iam:
    def get_role(self, RoleName: str) -> dict[str, Any]:
        if RoleName != "Admin":
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetRole")
        return {"Role": {"Arn": ROLE}}


def test_the_role_behind_a_session_is_found_with_its_path() -> None:
    assert caller_role(Sts("arn:aws:sts::111122223333:assumed-role/Admin/me"), Iam()) == (ROLE,)


def test_a_role_that_cannot_be_read_is_left_out() -> None:
    assert caller_role(Sts("arn:aws:sts::111122223333:assumed-role/Other/me"), Iam()) == ()


def test_a_user_is_not_given_access_unasked() -> None:
    assert caller_role(Sts("arn:aws:iam::111122223333:user/me"), Iam()) == ()
