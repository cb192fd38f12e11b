import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def tip(codecommit, name) -> str:
    """The commit on main of a repository with two files."""
    codecommit.create_repository(repositoryName=name)
    files = [
        {"filePath": "README.md", "fileContent": b"hello"},
        {"filePath": "bin/run.sh", "fileContent": b"#!/bin/sh\n", "fileMode": "EXECUTABLE"},
    ]
    return codecommit.create_commit(
        repositoryName=name, branchName="main", putFiles=files, authorName="Ana", commitMessage="first"
    )["commitId"]


def test_a_commit_says_who_made_it_and_why(codecommit, name, tip):
    commit = codecommit.get_commit(repositoryName=name, commitId=tip)["commit"]
    assert commit["commitId"] == tip
    assert (commit["message"], commit["author"]["name"], commit["parents"]) == ("first", "Ana", [])


def test_a_commit_lists_what_was_added_updated_and_deleted(codecommit, name, tip):
    answer = codecommit.create_commit(
        repositoryName=name,
        branchName="main",
        parentCommitId=tip,
        putFiles=[{"filePath": "new.txt", "fileContent": b"1"}],
        deleteFiles=[{"filePath": "README.md"}],
        setFileModes=[{"filePath": "bin/run.sh", "fileMode": "NORMAL"}],
    )
    assert [file["absolutePath"] for file in answer["filesAdded"]] == ["new.txt"]
    assert [file["absolutePath"] for file in answer["filesDeleted"]] == ["README.md"]
    assert [(file["absolutePath"], file["fileMode"]) for file in answer["filesUpdated"]] == [("bin/run.sh", "NORMAL")]


def test_a_file_is_read_with_its_mode(codecommit, name, tip):
    file = codecommit.get_file(repositoryName=name, commitSpecifier="main", filePath="bin/run.sh")
    assert (file["fileContent"], file["fileMode"], file["commitId"]) == (b"#!/bin/sh\n", "EXECUTABLE", tip)


def test_a_folder_lists_its_files_and_folders(codecommit, name, tip):
    root = codecommit.get_folder(repositoryName=name, folderPath="/")
    assert [file["relativePath"] for file in root["files"]] == ["README.md"]
    assert [folder["absolutePath"] for folder in root["subFolders"]] == ["bin"]
    below = codecommit.get_folder(repositoryName=name, folderPath="bin")
    assert [file["absolutePath"] for file in below["files"]] == ["bin/run.sh"]


def test_a_commit_through_the_api_is_an_event(codecommit, name, events, tip):
    assert events.next()["detail"]["commitId"] == tip
    moved = codecommit.put_file(
        repositoryName=name, branchName="main", filePath="a.txt", fileContent=b"a", parentCommitId=tip
    )["commitId"]
    detail = events.next()["detail"]
    assert (detail["event"], detail["commitId"], detail["oldCommitId"]) == ("referenceUpdated", moved, tip)


def test_a_commit_on_an_old_parent_is_refused(codecommit, name, tip):
    put = {"repositoryName": name, "branchName": "main", "filePath": "a.txt"}
    codecommit.put_file(**put, fileContent=b"1", parentCommitId=tip)
    with pytest.raises(ClientError, match="ParentCommitIdOutdatedException"):
        codecommit.put_file(**put, fileContent=b"2", parentCommitId=tip)
    with pytest.raises(ClientError, match="ParentCommitIdRequiredException"):
        codecommit.put_file(**put, fileContent=b"2")


def test_a_file_that_does_not_change_is_refused_and_the_branch_stays(codecommit, name, tip):
    with pytest.raises(ClientError, match="SameFileContentException"):
        codecommit.put_file(
            repositoryName=name, branchName="main", filePath="README.md", fileContent=b"hello", parentCommitId=tip
        )
    assert codecommit.get_branch(repositoryName=name, branchName="main")["branch"]["commitId"] == tip


@pytest.mark.parametrize("path", ["../outside", "a//b", ".git/config", "a/../b", "a\\b"])
def test_a_path_outside_the_repository_is_refused(codecommit, name, tip, path):
    with pytest.raises(ClientError, match="InvalidPathException"):
        codecommit.put_file(repositoryName=name, branchName="main", filePath=path, fileContent=b"x", parentCommitId=tip)


def test_what_is_not_there_has_its_own_error(codecommit, name, tip):
    with pytest.raises(ClientError, match="BranchDoesNotExistException"):
        codecommit.get_branch(repositoryName=name, branchName="nowhere")
    with pytest.raises(ClientError, match="FileDoesNotExistException"):
        codecommit.get_file(repositoryName=name, filePath="nowhere.txt")
    with pytest.raises(ClientError, match="CommitDoesNotExistException"):
        codecommit.get_file(repositoryName=name, filePath="README.md", commitSpecifier="0" * 40)
    with pytest.raises(ClientError, match="CommitIdDoesNotExistException"):
        codecommit.get_commit(repositoryName=name, commitId="0" * 40)
    with pytest.raises(ClientError, match="FolderDoesNotExistException"):
        codecommit.get_folder(repositoryName=name, folderPath="nowhere")


def test_branches_come_and_go(codecommit, name, events, tip):
    events.next()
    codecommit.create_branch(repositoryName=name, branchName="feature/x", commitId=tip)
    assert events.next()["detail"]["referenceName"] == "feature/x"
    assert codecommit.list_branches(repositoryName=name)["branches"] == ["feature/x", "main"]
    gone = codecommit.delete_branch(repositoryName=name, branchName="feature/x")["deletedBranch"]
    assert gone == {"branchName": "feature/x", "commitId": tip}
    assert events.next()["detail"]["event"] == "referenceDeleted"


@pytest.mark.parametrize("branch", ["a..b", "a b", "-a", "a.lock", "/a", "a/", ".a"])
def test_a_branch_name_that_git_refuses_is_refused(codecommit, name, tip, branch):
    with pytest.raises(ClientError, match="InvalidBranchNameException"):
        codecommit.create_branch(repositoryName=name, branchName=branch, commitId=tip)


def test_the_default_branch_stays(codecommit, name, tip):
    with pytest.raises(ClientError, match="DefaultBranchCannotBeDeletedException"):
        codecommit.delete_branch(repositoryName=name, branchName="main")


def test_another_branch_can_become_the_default(codecommit, name, tip):
    codecommit.create_branch(repositoryName=name, branchName="trunk", commitId=tip)
    codecommit.update_default_branch(repositoryName=name, defaultBranchName="trunk")
    assert codecommit.get_repository(repositoryName=name)["repositoryMetadata"]["defaultBranch"] == "trunk"
