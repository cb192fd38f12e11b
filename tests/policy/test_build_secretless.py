from typing import Any

import pytest

from mlops_templates.policy import BuildSecretless
from tests.policy.linted import messages, resource


def build(**variable: Any) -> dict[str, Any]:
    return resource("AWS::CodeBuild::Project", Environment={"EnvironmentVariables": [variable]})


@pytest.mark.parametrize("kind", [{}, {"Type": "PLAINTEXT"}], ids=["no type", "plain"])
@pytest.mark.parametrize("name", ["GIT_TOKEN", "DbPassword", "client_secret", "API_KEY", "AWS_ACCESS_KEY_ID"])
def test_secret_in_a_plain_variable_is_refused(name: str, kind: dict[str, str]):
    found = messages(BuildSecretless(), build(Name=name, Value={"Ref": "Hidden"}, **kind))
    assert found == [f"R: read {name} from Secrets Manager or Parameter Store"]


@pytest.mark.parametrize("kind", ["SECRETS_MANAGER", "PARAMETER_STORE"])
def test_secret_that_is_kept_elsewhere_is_accepted(kind: str):
    assert messages(BuildSecretless(), build(Name="GIT_TOKEN", Type=kind, Value="git/token")) == []


@pytest.mark.parametrize("name", ["KMS_KEY_ARN", "TOKENIZER", "GIT_TOKEN_ARN", "BRANCH"])
def test_variable_that_is_no_secret_is_accepted(name: str):
    assert messages(BuildSecretless(), build(Name=name, Value="x")) == []
