from pathlib import Path

import pytest

from deployment import step_code
from deployment.test.examples import stubbed

KEY = "arn:aws:kms:eu-west-1:111122223333:key/1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "step").mkdir()
    (tmp_path / "step" / "one.py").write_text("1\n")
    (tmp_path / "step" / "README.md").write_text("not code\n")
    (tmp_path / "shared.py").write_text("2\n")
    return tmp_path


def upload(folder: Path, known: list[str], expected: list[str]) -> str:
    """What is uploaded when these keys are there already."""
    s3, stubber = stubbed("s3")
    prefix = step_code.address([*sorted((folder / "step").glob("*.py")), folder / "shared.py"], "step")
    listed = {"Contents": [{"Key": prefix + name} for name in known]} if known else {}
    stubber.add_response("list_objects_v2", listed, {"Bucket": "data", "Prefix": prefix})
    for name in expected:
        body = (folder / name if name == "shared.py" else folder / "step" / name).read_bytes()
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KEY}
        stubber.add_response("put_object", {}, {"Bucket": "data", "Key": prefix + name, "Body": body, **encryption})
    uri = step_code.upload(s3, "data", KEY, folder / "step", [folder / "shared.py"])
    stubber.assert_no_pending_responses()
    return uri


def test_code_and_what_it_shares_are_laid_there_encrypted(folder: Path) -> None:
    assert upload(folder, [], ["one.py", "shared.py"]).startswith("s3://data/code/deploy-steps/step-")


def test_what_is_there_is_not_laid_there_again(folder: Path) -> None:
    upload(folder, ["one.py", "shared.py"], [])
    upload(folder, ["one.py"], ["shared.py"])


def test_other_code_has_another_address(folder: Path) -> None:
    before = upload(folder, [], ["one.py", "shared.py"])
    (folder / "shared.py").write_text("3\n")
    assert upload(folder, [], ["one.py", "shared.py"]) != before
