"""The floor of experiments: people run the training by hand as the role of the project, and only in their project."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from mlops_templates.publish import Clients
from tests.conftest import Aws
from tests.lifecycle.bench import Bench, published, variables
from tests.lifecycle.lake import FORM, KEY, NAMED, NOT_NAMED, add_lake

REGION = "eu-west-3"
PRODUCT = "initial-experiment"


@pytest.fixture(scope="module")
def clients(aws: Aws) -> Clients:
    return published(aws, REGION, PRODUCT)


@pytest.fixture(scope="module")
def bench(aws: Aws, clients: Clients, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    made = Bench(aws, clients, "trying", tmp_path_factory.mktemp("bench"), PRODUCT, form=FORM)
    add_lake(made.admin)
    return made


@pytest.fixture(scope="module")
def neighbour(aws: Aws, clients: Clients, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Another project of the same account, whose form names nothing."""
    return Bench(aws, clients, "next-door", tmp_path_factory.mktemp("neighbour"), PRODUCT)


def test_the_repository_begins_on_the_branch_for_experiments(bench: Bench) -> None:
    assert bench.bash("git branch --show-current", bench.clone, bench.scientist).strip() == "experiment"
    heads = bench.bash("git ls-remote --heads origin", bench.clone, bench.scientist)
    assert [line.split()[1] for line in heads.splitlines()] == ["refs/heads/experiment"]


def test_a_scientist_trains_by_hand_and_finds_the_model_in_the_dev_group(bench: Bench) -> None:
    bench.build(bench.scientist, variables(bench))
    (version,) = bench.versions(bench.outputs["DevModelPackageGroupName"])
    assert bench.versions(bench.outputs["MainModelPackageGroupName"]) == []
    found = bench.clients.sagemaker.describe_model_package(ModelPackageName=version["ModelPackageArn"])
    facts = found["CustomerMetadataProperties"]
    head = bench.bash("git rev-parse HEAD", bench.clone, bench.scientist).strip()
    assert (facts["BranchName"], facts["CommitId"]) == ("experiment", head)
    assert found["ModelApprovalStatus"] == "PendingManualApproval"


def test_a_scientist_pushes_what_was_found(bench: Bench) -> None:
    (bench.clone / "notebooks" / "found.md").write_text("# Found\n", encoding="utf-8")
    person = "-c user.name=Ana -c user.email=ana@example.com"
    script = f"git add --all; git {person} commit --quiet --message Found; git push --quiet origin HEAD"
    bench.bash(script, bench.clone, bench.scientist)
    head = bench.bash("git rev-parse HEAD", bench.clone, bench.scientist).strip()
    assert head in bench.bash("git ls-remote origin refs/heads/experiment", bench.clone, bench.scientist)


Try = Callable[[Bench, Bench], object]


def reads_its_data(bench: Bench, other: Bench) -> object:
    return bench.scientist.client("s3").list_objects_v2(Bucket=other.outputs["MlDataBucketName"])


def writes_its_data(bench: Bench, other: Bench) -> object:
    place = {"Bucket": other.outputs["MlDataBucketName"], "Key": "trying/rows.csv"}
    return bench.scientist.client("s3").put_object(**place, Body=b"rows")


def reads_its_code(bench: Bench, other: Bench) -> object:
    repository = f"sagemaker-{other.name}-{other.project.project_id}-model-build"
    return bench.scientist.client("codecommit").get_branch(repositoryName=repository, branchName="experiment")


def uses_its_training_role(bench: Bench, other: Bench) -> object:
    made: object = bench.scientist.client("sagemaker").create_pipeline(
        PipelineName=f"{bench.name}-{bench.project.project_id}-training-own",
        PipelineDefinition='{"Version": "2020-12-01", "Steps": []}',
        ClientRequestToken="t" * 32,
        RoleArn=other.outputs["TrainingRoleArn"],
    )
    return made


def makes_an_endpoint(bench: Bench, other: Bench) -> object:
    name = f"{bench.name}-{bench.project.project_id}-prod"
    return bench.scientist.client("sagemaker").create_endpoint(EndpointName=name, EndpointConfigName=name)


def approves_a_model(bench: Bench, other: Bench) -> object:
    group = bench.outputs["DevModelPackageGroupName"]
    arn = f"arn:aws:sagemaker:{REGION}:{bench.admin.id}:model-package/{group}/1"
    client = bench.scientist.client("sagemaker")
    return client.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")


def deploys_a_stack(bench: Bench, other: Bench) -> object:
    name = f"sagemaker-{bench.name}-{bench.project.project_id}-deploy-prod"
    template = '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}'
    return bench.scientist.client("cloudformation").create_stack(StackName=name, TemplateBody=template)


FORBIDDEN: dict[Try, str] = {
    reads_its_data: "s3:ListBucket",
    writes_its_data: "s3:PutObject",
    reads_its_code: "codecommit:GetBranch",
    uses_its_training_role: "iam:PassRole",
    makes_an_endpoint: "sagemaker:CreateEndpoint",
    approves_a_model: "sagemaker:UpdateModelPackage",
    deploys_a_stack: "cloudformation:CreateStack",
}


@pytest.mark.parametrize("attempt", FORBIDDEN, ids=lambda attempt: attempt.__name__)
def test_a_scientist_neither_reaches_another_project_nor_deploys(bench: Bench, neighbour: Bench, attempt: Try) -> None:
    with pytest.raises(ClientError, match=f"not authorized to perform: {FORBIDDEN[attempt]} on resource: "):
        attempt(bench, neighbour)


def test_a_scientist_reads_the_datasets_that_the_form_names(bench: Bench) -> None:
    """That of another account by its leave as well: the policy of its bucket."""
    s3 = bench.scientist.client("s3")
    for bucket in NAMED:
        assert [each["Key"] for each in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [KEY]
        assert s3.get_object(Bucket=bucket, Key=KEY)["Body"].read() == b"a,b\n"


@pytest.mark.parametrize("bucket", NOT_NAMED)
def test_a_scientist_reads_no_dataset_that_the_form_does_not_name(bench: Bench, bucket: str) -> None:
    s3 = bench.scientist.client("s3")
    with pytest.raises(ClientError, match="not authorized to perform: s3:ListBucket on resource: "):
        s3.list_objects_v2(Bucket=bucket)
    with pytest.raises(ClientError, match="not authorized to perform: s3:GetObject on resource: "):
        s3.get_object(Bucket=bucket, Key=KEY)


@pytest.mark.parametrize("bucket", NAMED)
def test_a_scientist_writes_to_no_dataset(bench: Bench, bucket: str) -> None:
    s3 = bench.scientist.client("s3")
    with pytest.raises(ClientError, match="not authorized to perform: s3:PutObject on resource: "):
        s3.put_object(Bucket=bucket, Key=KEY, Body=b"mine")
    with pytest.raises(ClientError, match="not authorized to perform: s3:DeleteObject on resource: "):
        s3.delete_object(Bucket=bucket, Key=KEY)


@pytest.mark.parametrize("bucket", NAMED)
def test_what_one_project_may_read_another_may_not(neighbour: Bench, bucket: str) -> None:
    with pytest.raises(ClientError, match="not authorized to perform: s3:GetObject on resource: "):
        neighbour.scientist.client("s3").get_object(Bucket=bucket, Key=KEY)


def test_a_scientist_pulls_images_of_the_repositories_that_the_form_names_and_of_no_other(bench: Bench) -> None:
    ecr, image = bench.admin.client("ecr"), [{"imageTag": "1"}]
    for name in ("team/torch", "team/tensorflow"):
        ecr.create_repository(repositoryName=name)
    pulling = bench.scientist.client("ecr")
    (missing,) = pulling.batch_get_image(repositoryName="team/torch", imageIds=image)["failures"]
    assert missing["failureCode"] == "ImageNotFound"
    with pytest.raises(ClientError, match="not authorized to perform: ecr:BatchGetImage on resource: "):
        pulling.batch_get_image(repositoryName="team/tensorflow", imageIds=image)


def test_a_role_for_spark_is_there_only_where_the_form_names_an_application(bench: Bench, neighbour: Bench) -> None:
    assert bench.outputs["SparkRoleArn"].endswith(f":role/mlops/sagemaker-{bench.project.project_id}-spark")
    assert "SparkRoleArn" not in neighbour.outputs
