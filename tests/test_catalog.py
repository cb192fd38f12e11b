import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mlops_templates.catalog import find_product, load_products
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.products import PRODUCTS

PLUG_IN = """
from mlops_templates.model import Phase, Product

def build(template, scm):
    pass

PRODUCT = Product(name={name!r}, phase=Phase.RELIABLE, title="t", description="d", seeds=(), build=build)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Install a distribution that offers one product."""
    monkeypatch.syspath_prepend(tmp_path)

    def install(distribution: str, code: str) -> None:
        module = distribution.replace("-", "_")
        (tmp_path / f"{module}.py").write_text(code)
        information = tmp_path / f"{module}-1.0.dist-info"
        information.mkdir()
        (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        (information / "entry_points.txt").write_text(f"[mlops_templates.products]\nx = {module}:PRODUCT\n")
        monkeypatch.delitem(sys.modules, module, raising=False)

    return install


def test_every_product_in_products_is_listed():
    folder = Path(__file__).parent.parent / "mlops_templates/products"
    files = [path for path in folder.glob("[!_]*.py") if "\nPRODUCT = " in path.read_text()]
    modules = {path.stem.replace("_", "-") for path in files}
    assert modules == {product.name for product in PRODUCTS}


def test_description_keeps_its_promise_within_what_studio_shows():
    for product in PRODUCTS:
        first, _, _ = product.description.partition(". ")
        assert len(first) <= 90


def test_product_of_a_plug_in_is_listed(install):
    install("their-products", PLUG_IN.format(name="theirs"))
    assert find_product("theirs").title == "t"


def test_product_of_the_same_name_is_refused_naming_the_distribution(install):
    install("their-products", PLUG_IN.format(name="repeatable-real-time"))
    with pytest.raises(MlopsTemplatesError, match="their-products offers a product 'repeatable-real-time'"):
        load_products()


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("PRODUCT = 1", "is no Product"),
        ("import no_such_module", "fails to load: No module named 'no_such_module'"),
        ("raise SystemExit(0)", "fails to load: it ended the program"),
        ("raise ValueError", "fails to load: ValueError"),
    ],
)
def test_plug_in_that_does_not_work_is_named(install, code: str, problem: str):
    install("broken-products", code)
    with pytest.raises(MlopsTemplatesError, match=f"broken-products .*{problem}"):
        load_products()


def test_misspelt_product_gets_a_suggestion():
    with pytest.raises(MlopsTemplatesError, match="did you mean 'repeatable-real-time'"):
        find_product("repeatable-realtime")


def test_unknown_product_gets_the_list():
    with pytest.raises(MlopsTemplatesError, match=f"there are: {', '.join(load_products())}$"):
        find_product("zzz")
