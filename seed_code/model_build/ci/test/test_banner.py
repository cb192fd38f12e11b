import pytest

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
