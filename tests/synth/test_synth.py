import subprocess
import sys
from pathlib import Path

import pytest

from mlops_templates.catalog import find_product, load_products
from mlops_templates.data import data_folder
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.scm import SCMS
from mlops_templates.synth import chosen_scm, rendered, stale, synthesize, template_name, write

PRODUCT = find_product("repeatable-real-time")
NAME = "2-repeatable-real-time.codecommit.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write((PRODUCT,), tmp_path)
    return tmp_path


def test_committed_templates_are_current():
    assert stale(load_products().values(), data_folder("cloudformation")) == []


def test_file_is_named_by_phase_product_and_provider():
    assert template_name(PRODUCT, "codecommit") == NAME
    assert NAME in dict(rendered((PRODUCT,)))


def test_first_line_says_where_the_file_comes_from():
    first = synthesize(PRODUCT, SCMS["codecommit"]).splitlines()[0]
    assert "mlops_templates/products/repeatable_real_time.py" in first


def test_what_was_just_written_is_current(folder: Path):
    assert stale((PRODUCT,), folder) == []


def test_changed_missing_and_ownerless_files_are_stale(folder: Path):
    (folder / NAME).write_text("changed")
    (folder / "0-assets.yaml").unlink()
    (folder / "9-nobody.yaml").write_text("ownerless")
    assert [path.name for path in stale((PRODUCT,), folder)] == ["0-assets.yaml", NAME, "9-nobody.yaml"]


def test_writing_repairs_the_folder(folder: Path):
    (folder / NAME).write_text("changed")
    (folder / "9-nobody.yaml").write_text("ownerless")
    write((PRODUCT,), folder)
    assert stale((PRODUCT,), folder) == []
    assert not (folder / "9-nobody.yaml").exists()


def test_line_ends_of_another_system_are_stale(folder: Path):
    (folder / NAME).write_bytes((folder / NAME).read_bytes().replace(b"\n", b"\r\n"))
    assert [path.name for path in stale((PRODUCT,), folder)] == [NAME]


def test_same_input_gives_the_same_bytes_under_another_hash_seed():
    code = (
        "from mlops_templates.products import PRODUCTS; from mlops_templates.synth import rendered; "
        "import hashlib; print(hashlib.sha256(repr(list(rendered(PRODUCTS))).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_provider_that_the_product_does_not_have_is_refused():
    with pytest.raises(MlopsTemplatesError, match="no source-code provider 'svn'; it has: codecommit, codeconnections"):
        chosen_scm(find_product("repeatable-real-time"), "svn")


def test_every_module_in_scm_is_listed():
    files = (Path(__file__).parents[2] / "mlops_templates/scm").glob("[!_]*.py")
    modules = {path.stem.replace("_", "-") for path in files}
    assert modules == set(SCMS)


def test_only_files_that_differ_are_written(folder: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.yaml")}
    (folder / NAME).write_text("edited")
    assert [path.name for path in write((PRODUCT,), folder)] == [NAME]
    assert {path.name for path in folder.glob("*.yaml") if path.stat().st_mtime_ns != before[path.name]} == {NAME}
