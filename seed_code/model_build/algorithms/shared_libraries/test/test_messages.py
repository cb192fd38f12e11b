import pytest

from shared_libraries.messages import run_step


def refuse():
    raise ValueError("column 'x' is missing")


def test_wrong_input_ends_a_step_with_one_line():
    with pytest.raises(SystemExit) as stopped:
        run_step(refuse)
    assert stopped.value.code == "ERROR: column 'x' is missing"


def test_a_defect_keeps_its_traceback():
    with pytest.raises(ZeroDivisionError):
        run_step(lambda: 1 / 0)
