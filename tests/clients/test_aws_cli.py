"""The AWS CLI as it comes: what it prints, and the exit status that it gives."""

from __future__ import annotations

from tests.clients.conftest import Shell
from tests.conftest import policy


def trust(**principal: str) -> str:
    return policy({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})


def test_the_caller_is_the_local_administrator(shell: Shell) -> None:
    assert shell.aws("sts", "get-caller-identity")["Arn"] == (
        "arn:aws:sts::123456789012:assumed-role/LocalAdministrator/local"
    )


def test_files_go_to_a_bucket_and_come_back(shell: Shell, name: str) -> None:
    shell.aws("s3", "mb", f"s3://{name}")
    (shell.folder / "site").mkdir()
    for file in ("a.txt", "b.txt"):
        shell.write(f"site/{file}", f"text of {file}")
    shell.aws("s3", "sync", "site", f"s3://{name}/site", "--quiet")
    listed = shell.aws("s3", "ls", f"s3://{name}/site/")
    assert [line.split()[-1] for line in listed.splitlines()] == ["a.txt", "b.txt"]
    shell.aws("s3", "cp", f"s3://{name}/site/a.txt", "back.txt", "--quiet")
    assert (shell.folder / "back.txt").read_text() == "text of a.txt"


def test_a_bucket_goes_when_it_is_empty(shell: Shell, name: str) -> None:
    shell.aws("s3", "mb", f"s3://{name}")
    shell.aws("s3", "cp", shell.write("f.txt", "text"), f"s3://{name}/f.txt", "--quiet")
    told = shell.refused("s3", "rb", f"s3://{name}", status=1)
    assert "(BucketNotEmpty) when calling the DeleteBucket operation" in told
    shell.aws("s3", "rb", f"s3://{name}", "--force")
    told = shell.refused("s3", "ls", f"s3://{name}")
    assert told == (
        "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist"
    )


def test_a_role_is_made_waited_for_and_listed(shell: Shell, name: str) -> None:
    document = shell.write("trust.json", trust(AWS="123456789012"))
    made = shell.aws("iam", "create-role", "--role-name", name, "--assume-role-policy-document", f"file://{document}")
    shell.aws("iam", "wait", "role-exists", "--role-name", name)
    query = f"Roles[?RoleName=='{name}'].Arn"
    assert shell.aws("iam", "list-roles", "--page-size", "2", "--query", query) == [made["Role"]["Arn"]]


def test_an_entity_that_is_not_there_is_told_in_the_words_of_the_cli(shell: Shell) -> None:
    told = shell.refused("iam", "get-role", "--role-name", "nobody")
    assert told.startswith("An error occurred (NoSuchEntity) when calling the GetRole operation:")


def test_a_role_that_is_assumed_does_only_what_it_may(shell: Shell, name: str) -> None:
    document = shell.write("trust.json", trust(AWS="123456789012"))
    shell.aws("iam", "create-role", "--role-name", name, "--assume-role-policy-document", f"file://{document}")
    arn = f"arn:aws:iam::123456789012:role/{name}"
    keys = shell.aws("sts", "assume-role", "--role-arn", arn, "--role-session-name", "me")["Credentials"]
    role = {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
    }
    told = shell.refused("sagemaker", "list-projects", **role)
    assert told.startswith("An error occurred (AccessDeniedException) when calling the ListProjects operation: User: ")
    assert f"assumed-role/{name}/me is not authorized to perform: sagemaker:ListProjects" in told


def test_a_request_without_its_arguments_is_refused_by_the_cli(shell: Shell) -> None:
    assert "the following arguments are required: --stack-name" in shell.refused(
        "cloudformation", "create-stack", status=2
    )


def test_what_is_not_emulated_is_an_error_like_others(shell: Shell) -> None:
    told = shell.refused("ec2", "describe-instances")
    assert "(NotEmulated) when calling the DescribeInstances operation" in told
    assert "not emulated: ec2:DescribeInstances" in told


def test_a_portfolio_is_made_and_found(shell: Shell, name: str) -> None:
    made = shell.aws("servicecatalog", "create-portfolio", "--display-name", name, "--provider-name", "team")
    portfolio = made["PortfolioDetail"]["Id"]
    query = f"PortfolioDetails[?DisplayName=='{name}'].Id"
    assert shell.aws("servicecatalog", "list-portfolios", "--query", query) == [portfolio]
    shell.aws("servicecatalog", "delete-portfolio", "--id", portfolio)
    told = shell.refused("servicecatalog", "describe-portfolio", "--id", portfolio)
    assert told.startswith("An error occurred (ResourceNotFoundException) when calling the DescribePortfolio operation")


def test_a_model_package_group_is_made_and_deleted(shell: Shell, name: str) -> None:
    group = ("--model-package-group-name", name)
    made = shell.aws("sagemaker", "create-model-package-group", *group)
    assert made["ModelPackageGroupArn"].endswith(f":model-package-group/{name}")
    assert shell.aws("sagemaker", "describe-model-package-group", *group)["ModelPackageGroupStatus"] == "Completed"
    shell.aws("sagemaker", "delete-model-package-group", *group)
    assert "(ValidationException)" in shell.refused("sagemaker", "describe-model-package-group", *group)


def test_an_endpoint_that_never_comes_fails_its_waiter(shell: Shell, name: str) -> None:
    told = shell.refused("sagemaker", "wait", "endpoint-in-service", "--endpoint-name", name)
    assert told.startswith("Waiter EndpointInService failed: ")
