"""Who may push is decided branch by branch: the policy of a role names them."""

import json
import uuid

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.call import client_environment
from mlops_templates.localaws.clients import ACCOUNT
from tests.conftest import REGION

ANYBODY = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}


def text(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def guest(aws, **condition):
    """The keys of a role that may push where the condition holds."""
    iam, role = aws.client("iam"), f"guest-{uuid.uuid4().hex[:8]}"
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=text(ANYBODY))["Role"]["Arn"]
    writing = ["codecommit:GitPush", "codecommit:PutFile"]
    rights = [
        {"Effect": "Allow", "Action": ["codecommit:GitPull", "codecommit:Get*"], "Resource": "*"},
        {"Effect": "Allow", "Action": writing, "Resource": "*", "Condition": condition},
    ]
    iam.put_role_policy(RoleName=role, PolicyName="rights", PolicyDocument=text(*rights))
    return aws.world.clients.assume(arn, "work", REGION, aws.server.credentials)


def pushed(git, clone, aws, credentials, *references):
    variables = {**git.variables, **client_environment(aws.world, ACCOUNT, REGION, credentials)}
    asked = type(git)(git.folder, variables)
    try:
        asked("push", "--quiet", "origin", *references, folder=clone)
    except AssertionError as error:
        assert "403" in str(error), error
        return False
    return True


def test_a_branch_may_be_kept_from_pushes(git, clone, aws):
    git("push", "--quiet", "origin", "main", folder=clone)
    credentials = guest(aws, StringNotEquals={"codecommit:References": "refs/heads/main"})
    git("commit", "--quiet", "--allow-empty", "-m", "more", folder=clone)
    assert pushed(git, clone, aws, credentials, "main:feature/a")
    assert not pushed(git, clone, aws, credentials, "main")
    assert not pushed(git, clone, aws, credentials, "main:feature/b", "main")
    assert pushed(git, clone, aws, credentials, ":feature/a")


def test_a_push_that_is_allowed_arrives_whole(git, clone, aws, codecommit, name):
    credentials = guest(aws, StringNotEquals={"codecommit:References": "refs/heads/main"})
    (clone / "large.bin").write_bytes(bytes(range(256)) * 20_000)
    git("add", "-A", folder=clone)
    git("commit", "--quiet", "-m", "large", folder=clone)
    assert pushed(git, clone, aws, credentials, "main:feature/a")
    commit = codecommit.get_branch(repositoryName=name, branchName="feature/a")["branch"]["commitId"]
    assert commit == git("rev-parse", "main", folder=clone).strip()


def test_a_file_is_put_on_the_branches_that_are_meant(git, clone, aws, name):
    git("push", "--quiet", "origin", "main", "main:topic", folder=clone)
    credentials = guest(aws, StringEquals={"codecommit:References": "refs/heads/topic"})
    api = aws.world.clients.get("codecommit", REGION, credentials)
    parent = git("rev-parse", "main", folder=clone).strip()
    asked = {"repositoryName": name, "fileContent": b"x", "filePath": "x", "parentCommitId": parent}
    with pytest.raises(ClientError, match="codecommit:PutFile"):
        api.put_file(branchName="main", **asked)
    api.put_file(branchName="topic", **asked)
