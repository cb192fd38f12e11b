import shutil
from pathlib import Path

import pytest

from deployment import structure
from deployment.errors import DeploymentError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in (*structure.FILES, *(f"{folder}/test_one.py" for folder in structure.SUITES)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def faults(repository: Path) -> list[str]:
    with pytest.raises(DeploymentError) as error:
        structure.check(repository)
    assert error.value.exit_status == 2
    return str(error.value).splitlines()


def test_this_repository_has_its_tree() -> None:
    structure.check(ROOT)


@pytest.mark.parametrize("name", structure.FILES)
def test_a_missing_file_is_named(repository: Path, name: str) -> None:
    (repository / name).unlink()
    assert faults(repository)[0].startswith(f"{name}: is missing: ")


@pytest.mark.parametrize("folder", structure.SUITES)
def test_a_kind_of_test_that_is_missing_is_named(repository: Path, folder: str) -> None:
    shutil.rmtree(repository / folder)
    assert faults(repository)[-1].startswith(f"{folder}: has no test_*.py: ")


def test_all_that_is_missing_is_named_at_once(repository: Path) -> None:
    (repository / "app_infra" / "README.md").unlink()
    shutil.rmtree(repository / "tests" / "other_test")
    assert [line.split(":")[0] for line in faults(repository)] == ["app_infra/README.md", "tests/other_test"]
