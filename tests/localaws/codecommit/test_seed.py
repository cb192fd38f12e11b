import io
import stat
import zipfile

import pytest

from mlops_templates.localaws.cloudformation.resource_type import Resource
from mlops_templates.localaws.cloudformation.schema.resource import check_properties
from mlops_templates.localaws.cloudformation.types.codecommit import TYPES
from mlops_templates.localaws.errors import AwsError

(REPOSITORY,) = TYPES


def zipped(files: dict[str, bytes], mode: int = 0o644) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            member = zipfile.ZipInfo(path)
            member.external_attr = (stat.S_IFREG | mode) << 16
            archive.writestr(member, content)
    return buffer.getvalue()


@pytest.fixture
def resource(aws, name):
    """Makes the resource of a repository that is seeded with an archive."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=name)

    def make(archive: bytes | None, **properties: object) -> Resource:
        if archive is not None:
            s3.put_object(Bucket=name, Key="seed.zip", Body=archive)
        code = {"S3": {"Bucket": name, "Key": "seed.zip"}, "BranchName": "main"}
        return Resource("Repo", {"RepositoryName": name, "Code": code, **properties}, "stack", "id", {"team": "x"})

    return make


def test_a_new_repository_starts_with_the_files_of_its_seed(aws, codecommit, resource, name):
    made = REPOSITORY.create(aws.call(), resource(zipped({"README.md": b"hi", "run.sh": b"x"}, mode=0o755)))
    metadata = codecommit.get_repository(repositoryName=name)["repositoryMetadata"]
    assert made.physical_id == metadata["repositoryId"]
    assert made.attributes["CloneUrlHttp"] == metadata["cloneUrlHttp"]
    file = codecommit.get_file(repositoryName=name, filePath="run.sh")
    assert (file["fileContent"], file["fileMode"]) == (b"x", "EXECUTABLE")
    commit = codecommit.get_commit(repositoryName=name, commitId=file["commitId"])["commit"]
    assert (commit["author"]["name"], metadata["defaultBranch"]) == ("AWS CodeCommit", "main")
    assert codecommit.list_tags_for_resource(resourceArn=metadata["Arn"])["tags"] == {"team": "x"}


@pytest.mark.parametrize(
    ("archive", "words"),
    [
        (None, "Not Found (Service: Amazon S3; Status Code: 404"),
        (b"no zip", "not a valid zip file"),
        (zipped({}), "without any file"),
        (zipped({"../escape": b"x"}), "The specified path is not valid: '../escape'"),
        (zipped({".git/hooks/post-receive": b"x"}), "not valid"),
        (zipped({"/etc/passwd": b"x"}), "not valid"),
    ],
)
def test_a_seed_that_cannot_be_used_is_refused_and_leaves_no_repository(
    aws, codecommit, resource, name, archive, words
):
    with pytest.raises(AwsError) as refusal:
        REPOSITORY.create(aws.call(), resource(archive))
    assert words in refusal.value.message
    assert codecommit.batch_get_repositories(repositoryNames=[name])["repositoriesNotFound"] == [name]


def test_a_change_of_name_and_words_keeps_the_repository(aws, codecommit, resource, name):
    old = resource(zipped({"a": b"a"}))
    made = REPOSITORY.create(aws.call(), old)
    properties = {**old.properties, "RepositoryName": f"{name}-b", "RepositoryDescription": "new", "Code": {}}
    new = Resource("Repo", properties, "stack", "id", {"b": "2"}, made.physical_id, {"team": "x"})
    assert REPOSITORY.update is not None
    updated = REPOSITORY.update(aws.call(), new, old.properties)
    metadata = codecommit.get_repository(repositoryName=f"{name}-b")["repositoryMetadata"]
    assert updated.physical_id == made.physical_id == metadata["repositoryId"]
    assert metadata["repositoryDescription"] == "new"
    assert codecommit.list_tags_for_resource(resourceArn=metadata["Arn"])["tags"] == {"b": "2"}
    assert codecommit.get_file(repositoryName=f"{name}-b", filePath="a")["fileContent"] == b"a"


def test_deleting_a_repository_twice_is_fine(aws, resource):
    gone = resource(zipped({"a": b"a"}))
    REPOSITORY.create(aws.call(), gone)
    REPOSITORY.delete(aws.call(), gone)
    REPOSITORY.delete(aws.call(), gone)


def test_triggers_are_refused():
    trigger = {"Name": "x", "DestinationArn": "arn:aws:sns:us-east-1:123456789012:told", "Events": ["all"]}
    with pytest.raises(AwsError, match="not emulated: AWS::CodeCommit::Repository Triggers"):
        check_properties("Code", REPOSITORY.name, {"RepositoryName": "r", "Triggers": [trigger]})
