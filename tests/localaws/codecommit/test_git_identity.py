"""git pulls and pushes as the holder of the AWS keys in its environment."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mlops_templates.localaws.call import client_environment
from mlops_templates.localaws.clients import ACCOUNT, Credentials
from tests.conftest import REGION, Aws
from tests.localaws.authorization.conftest import Person, Statement, allow, person
from tests.waiting import message

__all__ = ["person"]


@pytest.fixture
def repository(aws: Aws, person: Person) -> str:
    """A repository with one commit; the name of the person is its name."""
    codecommit = aws.client("codecommit")
    codecommit.create_repository(repositoryName=person.name)
    codecommit.put_file(repositoryName=person.name, branchName="main", filePath="a", fileContent=b"a")
    return person.name


def environment(aws: Aws, credentials: Credentials) -> dict[str, str]:
    return {**aws.environment(), **client_environment(aws.world, ACCOUNT, REGION, credentials)}


def git(variables: dict[str, str], *words: str, cwd: Path) -> tuple[bool, str]:
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    done = subprocess.run(
        ["git", *settings, *words], cwd=cwd, env=variables, capture_output=True, text=True, timeout=180
    )
    return done.returncode == 0, done.stderr


def clone(variables: dict[str, str], repository: str, folder: Path) -> tuple[bool, str]:
    url = f"https://git-codecommit.{REGION}.amazonaws.com/v1/repos/{repository}"
    return git(variables, "clone", "--quiet", url, "clone", cwd=folder)


def on(repository: str, *actions: str) -> Statement:
    return allow(*actions, on=f"arn:aws:codecommit:{REGION}:{ACCOUNT}:{repository}")


def test_a_pull_takes_git_pull_and_a_push_git_push(aws: Aws, person: Person, repository: str, tmp_path: Path) -> None:
    variables = environment(aws, person.credentials)
    done, said = clone(variables, repository, tmp_path)
    assert not done
    assert "The requested URL returned error: 403" in said
    person.may(on(repository, "codecommit:GitPull"))
    assert clone(variables, repository, tmp_path) == (True, "")
    work = tmp_path / "clone"
    (work / "b").write_text("b")
    assert git(variables, "add", "b", cwd=work)[0]
    assert git(variables, "commit", "--quiet", "-m", "b", cwd=work)[0]
    done, said = git(variables, "push", "--quiet", "origin", "main", cwd=work)
    assert not done
    assert "The requested URL returned error: 403" in said
    person.may(on(repository, "codecommit:GitPull", "codecommit:GitPush"))
    assert git(variables, "push", "--quiet", "origin", "main", cwd=work)[0]


def test_another_repository_stays_closed(aws: Aws, person: Person, repository: str, tmp_path: Path) -> None:
    person.may(on(f"{repository}-other", "codecommit:*"))
    assert "403" in clone(environment(aws, person.credentials), repository, tmp_path)[1]


@pytest.mark.parametrize("wrong", [{"secret_key": "guessed"}, {"access_key": "AKIAIOSFODNN7EXAMPLE"}, {"token": "x"}])
def test_who_is_nobody_pulls_nothing(
    aws: Aws, person: Person, repository: str, tmp_path: Path, wrong: dict[str, str]
) -> None:
    person.may(allow("codecommit:*"))
    variables = environment(aws, replace(person.credentials, **wrong))
    assert clone(variables, repository, tmp_path)[0] is False
    assert clone(environment(aws, person.credentials), repository, tmp_path)[0]


def test_without_a_helper_git_has_no_name_to_give(aws: Aws, repository: str, tmp_path: Path) -> None:
    variables = {**aws.environment(), "GIT_CONFIG_COUNT": "1"}
    done, said = clone(variables, repository, tmp_path)
    assert not done
    assert "could not read Username" in said


def test_the_helper_of_the_aws_cli_makes_the_same_name_and_password(aws: Aws, repository: str, tmp_path: Path) -> None:
    asks = f"{shlex.quote(sys.executable)} -m awscli codecommit credential-helper"
    helper = f'!helps() {{ {asks} "$@" --ignore-host-check; }}; helps'
    variables = {**aws.environment(), "GIT_CONFIG_VALUE_2": helper}
    assert clone(variables, repository, tmp_path)[0]
    variables["AWS_SECRET_ACCESS_KEY"] = "guessed"
    assert not clone(variables, repository, tmp_path)[0]


def test_the_event_of_a_push_names_who_pushed(aws: Aws, person: Person, repository: str, tmp_path: Path) -> None:
    queue = aws.queue(f"{repository}-pushes")
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{repository}-pushes"
    pattern = json.dumps({"source": ["aws.codecommit"], "detail": {"repositoryName": [repository]}})
    aws.client("events").put_rule(Name=repository, EventPattern=pattern)
    aws.client("events").put_targets(Rule=repository, Targets=[{"Id": "q", "Arn": arn}])
    person.may(allow("codecommit:Git*"))
    variables = environment(aws, person.credentials)
    assert clone(variables, repository, tmp_path)[0]
    assert git(variables, "push", "--quiet", "origin", "main:second", cwd=tmp_path / "clone")[0]
    assert (
        json.loads(message(aws.client("sqs"), queue)["Body"])["detail"]["callerUserArn"]
        == person.credentials.caller.arn
    )
