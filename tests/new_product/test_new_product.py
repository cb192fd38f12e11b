import tomllib
from pathlib import Path

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Phase
from mlops_templates.new_product import write_product
from mlops_templates.products import PRODUCTS


def test_distribution_names_its_product_by_the_entry_point(tmp_path: Path):
    write_product("acme-lake", tmp_path, Phase.INITIAL)
    project = tomllib.loads((tmp_path / "acme-lake/pyproject.toml").read_text())["project"]
    assert project["entry-points"] == {"mlops_templates.products": {"acme-lake": "acme_lake:PRODUCT"}}


def test_every_file_is_filled_in(tmp_path: Path):
    written = write_product("acme-lake", tmp_path, Phase.RELIABLE)
    assert sorted(written) == sorted(path for path in (tmp_path / "acme-lake").rglob("*") if path.is_file())
    assert [path for path in written if "$" in path.read_text()] == []
    assert "phase=Phase.RELIABLE" in (tmp_path / "acme-lake/acme_lake/__init__.py").read_text()


def test_what_is_there_is_not_touched(tmp_path: Path):
    (tmp_path / "acme-lake").mkdir()
    with pytest.raises(MlopsTemplatesError, match="acme-lake exists: choose another name"):
        write_product("acme-lake", tmp_path, Phase.INITIAL)
    assert list((tmp_path / "acme-lake").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Acme-lake", "is no name"),
        ("acme", "is no name"),
        ("acme_lake", "is no name"),
        ("../acme-lake", "is no name"),
        ("acme-" + "x" * 22, "1 characters too long: its launch role"),
        (PRODUCTS[-1].name, "there is a product"),
    ],
)
def test_name_that_cannot_be_is_refused_and_nothing_written(name: str, said: str, tmp_path: Path):
    with pytest.raises(MlopsTemplatesError, match=said):
        write_product(name, tmp_path, Phase.INITIAL)
    assert list(tmp_path.iterdir()) == []
