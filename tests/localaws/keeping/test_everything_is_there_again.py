"""What was made before an end is there after it, whatever the end."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.localaws.keeping.belongings import furnish, seen
from tests.localaws.keeping.reborn import Reborn


@pytest.mark.parametrize("end", [Reborn.stop, Reborn.kill])
def test_all_services_show_after_an_end_what_they_showed_before(reborn: Reborn, end: Callable[[Reborn], None]) -> None:
    furnish(reborn)
    before = seen(reborn)
    end(reborn)
    reborn.again()
    after = seen(reborn)
    assert {name: after[name] for name in before if after[name] != before[name]} == {}
    assert len(before["versions"]["Versions"]) == 6
    assert before["decrypted"] == {"text": b"secret"}


def test_a_shell_goes_on_with_the_address_and_the_keys_that_it_has(reborn: Reborn) -> None:
    role = reborn.role("visitor", "sagemaker")
    trust = reborn.client("iam").get_role(RoleName="visitor")["Role"]["AssumeRolePolicyDocument"]
    trust["Statement"][0]["Principal"]["AWS"] = "123456789012"
    reborn.client("iam").update_assume_role_policy(RoleName="visitor", PolicyDocument=json.dumps(trust))
    keys = reborn.client("sts").assume_role(RoleArn=role, RoleSessionName="me")["Credentials"]
    before = reborn.aws
    reborn.kill()
    reborn.again()
    assert (reborn.aws.url, reborn.aws.environment) == (before.url, before.environment)
    session = {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
    }
    assert reborn.client("sts", session).get_caller_identity()["Arn"].endswith("assumed-role/visitor/me")


def test_what_is_made_after_a_restart_does_not_take_the_place_of_anything(reborn: Reborn) -> None:
    made = {reborn.client("kms").create_key()["KeyMetadata"]["KeyId"]}
    reborn.kill()
    reborn.again()
    made.add(reborn.client("kms").create_key()["KeyMetadata"]["KeyId"])
    assert {key["KeyId"] for key in reborn.client("kms").list_keys()["Keys"]} == made
    assert len(made) == 2
