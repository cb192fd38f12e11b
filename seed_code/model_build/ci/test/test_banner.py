import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from ci.banner import STEPS, StepFailed, ci_step


def test_each_of_the_five_steps_announces_itself_and_its_end(capsys):
    for number in range(1, 6):
        with ci_step(number):
            pass
    text = capsys.readouterr().out
    assert [f"CI step {number} of 5: {title}: passed" in text for number, title in enumerate(STEPS, 1)] == [True] * 5


def test_a_failed_step_says_what_is_wrong_and_what_to_do_and_ends_the_build(capsys):
    with pytest.raises(SystemExit) as ended, ci_step(2):
        raise StepFailed("failed: pytest", "read the first failure")
    assert ended.value.code == 1
    text = capsys.readouterr().out
    assert "FAILED\n\nfailed: pytest\n\nWhat to do: read the first failure" in text
    assert "passed" not in text


def test_a_defect_ends_the_build_with_its_traceback(capsys):
    with pytest.raises(SystemExit) as ended, ci_step(4):
        {}["missing"]
    assert ended.value.code == 1
    captured = capsys.readouterr()
    assert "KeyError: 'missing'" in captured.err
    assert "What to do:" in captured.out


@pytest.mark.parametrize(
    ("error", "words", "advice"),
    [
        (
            ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not allowed"}}, "CreatePipeline"),
            "AWS refused: An error occurred (AccessDeniedException) when calling the CreatePipeline",
            "if a permission is missing",
        ),
        (NoCredentialsError(), "AWS cannot be asked: Unable to locate credentials", "log in to the account"),
    ],
)
def test_what_aws_refuses_is_one_message_and_no_traceback(capsys, error, words, advice):
    with pytest.raises(SystemExit), ci_step(4):
        raise error
    captured = capsys.readouterr()
    assert words in captured.out and f"What to do: {advice}" in captured.out
    assert captured.err == ""
