import io
import os
import tarfile
import time

import pytest

from ml_pipelines.source_code import SourceError, step_sources


@pytest.fixture
def algorithms(tmp_path):
    files = {
        "shared_libraries/tables.py": "shared",
        "shared_libraries/test/test_tables.py": "no",
        "training/boost/__main__.py": "train",
        "training/boost/inference.py": "serve",
        "training/boost/README.md": "no",
        "training/boost/test/test_boost.py": "no",
        "training/boost/__pycache__/x.pyc": "no",
        "preprocessing/split/__main__.py": "split",
        "preprocessing/split/requirements.txt": "lock",
        "preprocessing/split/requirements.in": "no",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_step_takes_its_own_files_and_the_shared_ones_and_no_tests(algorithms):
    sources = step_sources(algorithms)
    assert sorted(sources) == ["preprocessing/split", "training/boost"]
    assert sorted(sources["training/boost"].files) == ["__main__.py", "inference.py", "shared_libraries/tables.py"]
    assert "requirements.txt" in sources["preprocessing/split"].files


def test_training_code_is_one_archive_and_processing_code_a_folder(algorithms):
    sources = step_sources(algorithms)
    (key,) = sources["training/boost"].objects()
    assert key == sources["training/boost"].archive_key
    tree = sources["preprocessing/split"]
    assert all(key.startswith(tree.tree_key) for key in tree.objects())


def test_the_archive_unpacks_to_the_files(algorithms):
    source = step_sources(algorithms)["training/boost"]
    with tarfile.open(fileobj=io.BytesIO(source.objects()[source.archive_key])) as archive:
        unpacked = {name: archive.extractfile(name).read() for name in archive.getnames()}
    assert unpacked == source.files


def test_time_and_mode_of_files_change_nothing(algorithms, monkeypatch):
    before = {name: source.objects() for name, source in step_sources(algorithms).items()}
    os.utime(algorithms / "training/boost/__main__.py", (1, 1))
    (algorithms / "training/boost/__main__.py").chmod(0o755)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert {name: source.objects() for name, source in step_sources(algorithms).items()} == before


def test_a_change_of_one_step_leaves_the_key_of_the_others(algorithms):
    before = step_sources(algorithms)
    (algorithms / "training/boost/__main__.py").write_text("other")
    after = step_sources(algorithms)
    assert after["training/boost"].prefix != before["training/boost"].prefix
    assert after["preprocessing/split"].prefix == before["preprocessing/split"].prefix


def test_a_change_of_shared_code_changes_every_key(algorithms):
    before = step_sources(algorithms)
    (algorithms / "shared_libraries/tables.py").write_text("other")
    assert all(source.prefix != before[name].prefix for name, source in step_sources(algorithms).items())


def test_a_job_that_is_not_there_is_named_with_those_that_are(algorithms):
    with pytest.raises(SourceError, match="names the job training/forest; algorithms/ has: preprocessing/split, train"):
        step_sources(algorithms)["training/forest"]


def test_a_renamed_file_changes_the_key(algorithms):
    before = step_sources(algorithms)["training/boost"].prefix
    (algorithms / "training/boost/inference.py").rename(algorithms / "training/boost/handler.py")
    assert step_sources(algorithms)["training/boost"].prefix != before


def test_a_step_with_a_dockerfile_has_its_packages_in_its_image(algorithms):
    folder = algorithms / "preprocessing" / "split"
    assert step_sources(algorithms)["preprocessing/split"].image_tag == ""
    (folder / "dockerfile").write_text("FROM python:3.12\n")
    source = step_sources(algorithms)["preprocessing/split"]
    assert not source.installs_packages
    assert sorted(source.files) == ["__main__.py", "shared_libraries/tables.py"]
    assert sorted(source.image) == ["__main__.py", "dockerfile", "requirements.in", "requirements.txt"]
    assert source.image_tag.startswith("preprocessing-split-")
