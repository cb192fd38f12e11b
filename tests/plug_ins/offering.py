"""A distribution that offers one product, as files of a folder that lies beside the installed packages."""

from __future__ import annotations

from pathlib import Path

DISTRIBUTION = "broken-products"
NAME = "acme-lake"
PRODUCT = """from mlops_templates.model import Phase, Product, SeedRepository
from troposphere import Parameter, sns

def build(template, scm):
    {body}

SAID = dict(name="acme-lake", phase=Phase.INITIAL, title="Lake", description="A lake.", seeds=(), build=build)
PRODUCT = Product(**{{**SAID, **dict({others})}})
"""


def offer(folder: Path, *, body: str = "pass", others: str = "", code: str = "") -> Path:
    """The folder, with a product whose build has this body and whose members are otherwise these."""
    information = folder / "broken_products-1.0.dist-info"
    information.mkdir()
    text = code or PRODUCT.format(body=body, others=others)
    (folder / "broken_products.py").write_text(text, encoding="utf-8")
    metadata = f"Metadata-Version: 2.1\nName: {DISTRIBUTION}\nVersion: 1.0\n"
    (information / "METADATA").write_text(metadata, encoding="utf-8")
    points = "[mlops_templates.products]\nlake = broken_products:PRODUCT\n"
    (information / "entry_points.txt").write_text(points, encoding="utf-8")
    return folder
