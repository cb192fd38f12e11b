"""Products to CloudFormation text, and the committed copies under `cloudformation/`.

Product x Scm --build--> Template --finish--> document --yaml--> text --write--> <phase-no>-<product>.<scm>.yaml
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mlops_templates.model import Product, Scm
from mlops_templates.synth.chosen_scm import chosen_scm
from mlops_templates.synth.document import document
from mlops_templates.synth.foundations import product_documents, rendered_foundations, synthesize_foundation
from mlops_templates.synth.plug_in import refuse_too_large
from mlops_templates.synth.yaml_text import to_yaml

__all__ = [
    "chosen_scm",
    "document",
    "rendered",
    "stale",
    "synthesize",
    "synthesize_foundation",
    "template_name",
    "to_yaml",
    "write",
]


def template_name(product: Product, scm_name: str) -> str:
    return f"{product.phase.number}-{product.name}.{scm_name}.yaml"


def synthesize(product: Product, scm: Scm) -> str:
    """The template as it is committed and published: the same text at each run and on each machine."""
    return _text(product, document(product, scm))


def _text(product: Product, made: dict[str, Any]) -> str:
    source = product.build.__module__.replace(".", "/")
    header = f"# Generated from {source}.py by `mlops-templates synth`: change the code, then synthesise again.\n"
    text = header + to_yaml(made)
    refuse_too_large(product, text)
    return text


def rendered(products: Iterable[Product]) -> Iterator[tuple[str, str]]:
    """File name and text of the foundation, then of every product with every of its source-code providers."""
    products = tuple(products)
    documents = product_documents(products)
    yield from rendered_foundations(documents)
    for product in products:
        for scm_name, made in zip(product.scms, documents[product.name], strict=True):
            yield template_name(product, scm_name), _text(product, made)


def stale(products: Iterable[Product], folder: Path) -> list[Path]:
    """Files that differ from what the code makes, are missing, or belong to no product."""
    return _differing(_wanted(products, folder), folder)


def write(products: Iterable[Product], folder: Path) -> list[Path]:
    """Make the folder hold exactly what the code makes; the files that were not so before."""
    wanted = _wanted(products, folder)
    changed = _differing(wanted, folder)
    folder.mkdir(parents=True, exist_ok=True)
    for path in changed:
        if path in wanted:
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return changed


def _wanted(products: Iterable[Product], folder: Path) -> dict[Path, str]:
    return {folder / name: text for name, text in rendered(products)}


def _differing(wanted: Mapping[Path, str], folder: Path) -> list[Path]:
    present = set(folder.glob("*.yaml"))
    changed = {path for path, text in wanted.items() if path not in present or path.read_bytes() != text.encode()}
    return sorted(changed | (present - wanted.keys()))
