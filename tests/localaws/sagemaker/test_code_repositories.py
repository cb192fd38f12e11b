import pytest
from botocore.exceptions import ClientError

URL = "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/seed"


@pytest.fixture
def repository(bench):
    name = bench.name("code")
    bench.sagemaker.create_code_repository(CodeRepositoryName=name, GitConfig={"RepositoryUrl": URL, "Branch": "main"})
    return name


def test_a_repository_is_described_as_it_was_created(bench, repository):
    described = bench.sagemaker.describe_code_repository(CodeRepositoryName=repository)
    assert described["CodeRepositoryArn"] == f"arn:aws:sagemaker:us-east-1:123456789012:code-repository/{repository}"
    assert described["GitConfig"] == {"RepositoryUrl": URL, "Branch": "main"}


def test_only_https_urls_are_taken(bench):
    with pytest.raises(ClientError, match="regular expression pattern: https://"):
        bench.sagemaker.create_code_repository(
            CodeRepositoryName=bench.name("code"), GitConfig={"RepositoryUrl": "http://127.0.0.1/git/repo"}
        )


def test_a_name_is_used_once(bench, repository):
    with pytest.raises(ClientError, match="already existing"):
        bench.sagemaker.create_code_repository(CodeRepositoryName=repository, GitConfig={"RepositoryUrl": URL})


def test_the_secret_can_be_changed(bench, repository):
    secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonSageMaker-x"
    bench.sagemaker.update_code_repository(CodeRepositoryName=repository, GitConfig={"SecretArn": secret})
    assert bench.sagemaker.describe_code_repository(CodeRepositoryName=repository)["GitConfig"]["SecretArn"] == secret


def test_a_deleted_repository_is_gone(bench, repository):
    bench.sagemaker.delete_code_repository(CodeRepositoryName=repository)
    listed = bench.sagemaker.list_code_repositories(NameContains=repository)["CodeRepositorySummaryList"]
    assert listed == []
    with pytest.raises(ClientError, match="Cannot find Code Repository"):
        bench.sagemaker.describe_code_repository(CodeRepositoryName=repository)
