import pytest
from botocore.exceptions import ClientError


def test_a_repository_has_the_urls_that_aws_gives(codecommit, name):
    made = codecommit.create_repository(repositoryName=name, repositoryDescription="words")["repositoryMetadata"]
    assert made["cloneUrlHttp"] == f"https://git-codecommit.us-east-1.amazonaws.com/v1/repos/{name}"
    assert made["Arn"] == f"arn:aws:codecommit:us-east-1:123456789012:{name}"
    assert codecommit.get_repository(repositoryName=name)["repositoryMetadata"] == made


@pytest.mark.parametrize("bad", ["with space", "a/b", "..", "name.git", "x" * 101, "ümlaut"])
def test_a_name_that_aws_refuses_is_refused(codecommit, bad):
    with pytest.raises(ClientError, match="InvalidRepositoryNameException"):
        codecommit.create_repository(repositoryName=bad)


def test_two_repositories_cannot_share_a_name(codecommit, name):
    codecommit.create_repository(repositoryName=name)
    with pytest.raises(ClientError, match="RepositoryNameExistsException"):
        codecommit.create_repository(repositoryName=name)


def test_regions_do_not_share_repositories(aws, codecommit, name):
    codecommit.create_repository(repositoryName=name)
    with pytest.raises(ClientError, match="RepositoryDoesNotExistException"):
        aws.client("codecommit", region="eu-west-1").get_repository(repositoryName=name)


def test_a_deleted_repository_is_gone_with_its_files(aws, codecommit, name):
    made = codecommit.create_repository(repositoryName=name)["repositoryMetadata"]
    assert codecommit.delete_repository(repositoryName=name)["repositoryId"] == made["repositoryId"]
    assert not list((aws.world.root / "repositories").rglob(name))
    assert "repositoryId" not in codecommit.delete_repository(repositoryName=name)


def test_a_renamed_repository_keeps_its_id_and_its_content(codecommit, name):
    made = codecommit.create_repository(repositoryName=name)["repositoryMetadata"]
    codecommit.put_file(repositoryName=name, branchName="main", filePath="a.txt", fileContent=b"a")
    codecommit.update_repository_name(oldName=name, newName=f"{name}-new")
    after = codecommit.get_repository(repositoryName=f"{name}-new")["repositoryMetadata"]
    assert after["repositoryId"] == made["repositoryId"]
    assert codecommit.get_file(repositoryName=f"{name}-new", filePath="a.txt")["fileContent"] == b"a"
    with pytest.raises(ClientError, match="RepositoryDoesNotExistException"):
        codecommit.get_repository(repositoryName=name)


def test_known_and_unknown_names_are_told_apart(codecommit, name):
    codecommit.create_repository(repositoryName=name)
    answer = codecommit.batch_get_repositories(repositoryNames=[name, "unknown"])
    assert [found["repositoryName"] for found in answer["repositories"]] == [name]
    assert answer["repositoriesNotFound"] == ["unknown"]


def test_the_list_names_every_repository(codecommit, name):
    codecommit.create_repository(repositoryName=name)
    pages = codecommit.get_paginator("list_repositories").paginate()
    assert name in [found["repositoryName"] for page in pages for found in page["repositories"]]


def test_tags_are_added_and_taken_away(codecommit, name):
    arn = codecommit.create_repository(repositoryName=name, tags={"a": "1"})["repositoryMetadata"]["Arn"]
    codecommit.tag_resource(resourceArn=arn, tags={"b": "2"})
    codecommit.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert codecommit.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}


def test_a_tag_key_of_aws_is_refused(codecommit, name):
    with pytest.raises(ClientError, match="InvalidSystemTagUsageException"):
        codecommit.create_repository(repositoryName=name, tags={"aws:mine": "1"})


def test_an_action_that_nobody_emulates_says_so(codecommit):
    with pytest.raises(ClientError, match="not emulated: codecommit:ListPullRequests"):
        codecommit.list_pull_requests(repositoryName="any")
