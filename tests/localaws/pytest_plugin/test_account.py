"""An account of a test, as the pytest plug-in gives it to an author of templates elsewhere."""

from __future__ import annotations

import pytest

from mlops_templates.localaws import LocalAws
from tests.localaws.pytest_plugin.author import BUCKET, run

pytest_plugins = ["pytester"]


def on(running: LocalAws) -> str:
    return f"--local-aws-state={running.state}"


def test_unmodified_code_under_test_acts_in_the_account_of_the_test(author: pytest.Pytester, running: LocalAws) -> None:
    source = """
boto3.setup_default_session(aws_access_key_id="a-key", aws_secret_access_key="of-somebody", region_name="eu-north-1")

def test_theirs(local_aws):
    assert boto3.client("sts").get_caller_identity()["Account"] == local_aws.id
    told = subprocess.run(["aws", "sts", "get-caller-identity"], check=True, capture_output=True, text=True).stdout
    assert local_aws.id in told

def test_again(local_aws):
    assert boto3.client("sts").get_caller_identity()["Account"] == local_aws.id
"""
    run(author, source, on(running)).assert_outcomes(passed=2)


def test_the_settings_of_the_person_are_away_in_the_test_and_back_after_it(
    author: pytest.Pytester, running: LocalAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "example.com")
    source = """
def test_in(local_aws):
    assert "AWS_PROFILE" not in os.environ
    boto3.client("s3").list_buckets()
    local_aws.client("s3").list_buckets()
    os.environ["SET_BY_THE_TEST"] = "stays"

def test_after():
    assert os.environ["SET_BY_THE_TEST"] == "stays"
    assert os.environ["no_proxy"] == "example.com"
    assert os.environ["AWS_PROFILE"] == "production"
    assert "AWS_ENDPOINT_URL" not in os.environ
"""
    run(author, source, on(running)).assert_outcomes(passed=2)


def test_two_tests_may_give_the_same_name_to_a_bucket(author: pytest.Pytester, running: LocalAws) -> None:
    source = """
@pytest.mark.parametrize("time", [1, 2])
def test_theirs(local_aws, time):
    stack = local_aws.deploy(BUCKET)
    assert stack.outputs == {"Name": "named-in-the-template"}
    boto3.client("s3").put_object(Bucket="named-in-the-template", Key="k", Body=b"left behind")
"""
    run(author, source, on(running)).assert_outcomes(passed=2)


def test_a_stack_is_created_then_updated_then_deleted(author: pytest.Pytester, running: LocalAws) -> None:
    source = """
def test_theirs(local_aws):
    assert local_aws.deploy(BUCKET).status == "CREATE_COMPLETE"
    assert local_aws.deploy(BUCKET).status == "CREATE_COMPLETE"
    stack = local_aws.deploy(BUCKET, tags={"team": "x"})
    assert stack.status == "UPDATE_COMPLETE"
    assert stack.resources == {"Bucket": "named-in-the-template"}
    stack.delete()
    assert local_aws.client("s3").list_buckets()["Buckets"] == []
"""
    run(author, source, on(running)).assert_outcomes(passed=1)


def test_a_refused_template_fails_the_test_with_the_words_of_aws(author: pytest.Pytester, running: LocalAws) -> None:
    source = """
def test_theirs(local_aws):
    local_aws.deploy(BUCKET.replace("named-in", "Named-In"))
"""
    result = run(author, source, on(running))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "E *StackFailedError: stack 'test' was refused",
            "E *ValidationError: Properties validation failed for resource Bucket with message:",
            "E *#/BucketName: string *Named-In-the-template* does not match pattern *",
            "test_theirs.py:*: StackFailedError",
            "*embedded AWS*",
            "account * in us-east-1",
            "refused: cloudformation:CreateStack 400 ValidationError",
        ]
    )


def test_a_failed_stack_fails_the_test_with_the_reason_of_the_resource(
    author: pytest.Pytester, running: LocalAws
) -> None:
    source = """
def test_theirs(local_aws):
    local_aws.deploy(BUCKET, role=local_aws.role("r", trusts=["cloudformation.amazonaws.com"], allows=["s3:List*"]))
"""
    result = run(author, source, on(running))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["E *stack 'test' is in ROLLBACK_COMPLETE", "E *Bucket (AWS::S3::Bucket) CREATE_FAILED: *s3:CreateBucket*"]
    )


def test_a_project_is_created_through_service_catalog_and_deleted(author: pytest.Pytester, running: LocalAws) -> None:
    source = """
IDS = "Parameters: {SageMakerProjectName: {Type: String}, SageMakerProjectId: {Type: String}}"

def test_theirs(local_aws):
    project = local_aws.create_project(IDS + BUCKET.replace(chr(10) + "    ", chr(10)), name="mine")
    assert project.stack.outputs == {"Name": "named-in-the-template"}
    assert boto3.client("sagemaker").describe_project(ProjectName="mine")["ProjectId"] == project.id
    project.delete()
    assert boto3.client("s3").list_objects_v2(Bucket=f"local-aws-templates-{local_aws.id}-us-east-1")["KeyCount"] == 1
    assert "named-in-the-template" not in str(boto3.client("s3").list_buckets())
"""
    run(author, source, on(running)).assert_outcomes(passed=1)


def test_a_launch_role_without_a_right_fails_the_project_with_that_right(
    author: pytest.Pytester, running: LocalAws
) -> None:
    source = """
IDS = "Parameters: {SageMakerProjectName: {Type: String}, SageMakerProjectId: {Type: String}}"
ROLE = {"trusts": ["servicecatalog.amazonaws.com"], "allows": ["cloudformation:*", "s3:Get*"]}

def test_theirs(local_aws):
    template = IDS + BUCKET.replace(chr(10) + "    ", chr(10))
    local_aws.create_project(template, launch_role=local_aws.role("launch", **ROLE))
"""
    result = run(author, source, on(running))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E *project 'test' is in CreateFailed", "E *not authorized to perform: s3:*"])


def test_a_client_has_what_boto3_adds_to_it(author: pytest.Pytester, running: LocalAws) -> None:
    source = """
def test_theirs(local_aws, tmp_path):
    s3 = local_aws.client("s3")
    s3.create_bucket(Bucket="uploaded-to")
    (tmp_path / "seed.txt").write_text("seed")
    s3.upload_file(str(tmp_path / "seed.txt"), "uploaded-to", "seed.txt")
    assert s3.get_object(Bucket="uploaded-to", Key="seed.txt")["Body"].read() == b"seed"
"""
    run(author, source, on(running)).assert_outcomes(passed=1)


def test_a_role_is_tried_by_acting_as_it(author: pytest.Pytester, running: LocalAws) -> None:
    source = """
def test_theirs(local_aws):
    reader = local_aws.as_role(local_aws.role("reader", allows=["s3:ListAllMyBuckets"]))
    reader.client("s3").list_buckets()
    with pytest.raises(Exception, match="not authorized to perform: s3:CreateBucket"):
        reader.client("s3").create_bucket(Bucket="theirs")
    with reader.active():
        assert ":assumed-role/reader/" in boto3.client("sts").get_caller_identity()["Arn"]
"""
    run(author, source, on(running)).assert_outcomes(passed=1)


def test_an_account_of_a_wider_scope_serves_several_tests(author: pytest.Pytester, running: LocalAws) -> None:
    source = """
@pytest.fixture(scope="module")
def stack(local_aws_server):
    return local_aws_server.new_account("eu-west-1").deploy("template.yaml")

def test_one(stack):
    assert stack.outputs["Name"] == "shared"

def test_two(stack):
    assert ":eu-west-1:" in stack.id
"""
    author.path.joinpath("template.yaml").write_text(
        BUCKET.replace("named-in-the-template", "shared"), encoding="utf-8"
    )
    for _ in range(2):  # the second time nothing of the first is in the way
        run(author, source, on(running)).assert_outcomes(passed=2)


def test_a_template_too_large_for_a_request_is_deployed_from_s3(author: pytest.Pytester, running: LocalAws) -> None:
    source = """
def test_theirs(local_aws):
    template = {"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "Metadata": {"filling": "x" * 60_000}}
    assert local_aws.deploy(template).status == "CREATE_COMPLETE"
"""
    run(author, source, on(running)).assert_outcomes(passed=1)


def test_a_build_ends_with_the_test_that_started_it(author: pytest.Pytester, running: LocalAws) -> None:
    source = """
ACCOUNTS, BUILDS = [], []
BUILDSPEC = "version: 0.2" + chr(10) + "phases: {build: {commands: [sleep 300]}}"
SLEEPER = {
    "Type": "AWS::CodeBuild::Project",
    "Properties": {
        "ServiceRole": {"Ref": "Role"},
        "Source": {"Type": "NO_SOURCE", "BuildSpec": BUILDSPEC},
        "Artifacts": {"Type": "NO_ARTIFACTS"},
        "Environment": {"Type": "LINUX_CONTAINER", "ComputeType": "BUILD_GENERAL1_SMALL", "Image": "x"},
    },
}

def test_one(local_aws):
    role = local_aws.role("builder", trusts=["codebuild.amazonaws.com"])
    template = {"Parameters": {"Role": {"Type": "String"}}, "Resources": {"Sleeper": SLEEPER}}
    stack = local_aws.deploy(template, {"Role": role})
    ACCOUNTS.append(local_aws.id)
    BUILDS.append(boto3.client("codebuild").start_build(projectName=stack.resources["Sleeper"])["build"]["id"])

def test_two(local_aws_server):
    client = local_aws_server.account(ACCOUNTS[0]).client("codebuild")
    for pause in range(100):
        time.sleep(pause / 100)
        if (status := client.batch_get_builds(ids=BUILDS)["builds"][0]["buildStatus"]) != "IN_PROGRESS":
            break
    assert status == "STOPPED"
"""
    run(author, source, on(running)).assert_outcomes(passed=2)
