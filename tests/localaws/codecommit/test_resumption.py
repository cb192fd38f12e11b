"""After a kill git and the records of repositories agree again: what only one of them knows is forgotten."""

from __future__ import annotations

import shutil

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.codecommit.resumption import resume
from mlops_templates.localaws.codecommit.state import folder_of
from tests.conftest import Aws

ELSEWHERE = "eu-west-3"


@pytest.fixture
def call(aws: Aws) -> Call:
    return Call(aws.world, ACCOUNT, ELSEWHERE, aws.server.credentials)


def test_a_repository_whose_folder_is_not_there_is_forgotten(aws: Aws, call: Call) -> None:
    codecommit = aws.client("codecommit", ELSEWHERE)
    for name in ("whole", "half"):
        codecommit.create_repository(repositoryName=name)
    shutil.rmtree(folder_of(call, "half"))
    resume(call)
    assert codecommit.get_repository(repositoryName="whole")
    with pytest.raises(ClientError, match="RepositoryDoesNotExistException"):
        codecommit.get_repository(repositoryName="half")


def test_a_folder_that_nobody_was_told_of_makes_room_for_a_repository(aws: Aws, call: Call) -> None:
    folder_of(call, "begun").mkdir(parents=True)
    (folder_of(call, "begun") / "config").write_text("", encoding="utf-8")
    resume(call)
    assert not folder_of(call, "begun").exists()
    assert aws.client("codecommit", ELSEWHERE).create_repository(repositoryName="begun")
