"""A distribution of one's own with one working product: what `mlops-templates new-product` writes."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from mlops_templates import __version__
from mlops_templates.catalog import load_products
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Phase
from mlops_templates.naming import launch_role_name

FILES = Path(__file__).parent / "files"
TARGETS = {
    "README.md": "README.md.txt",
    "pyproject.toml": "pyproject.toml.txt",
    "$module/__init__.py": "product.py.txt",
    "tests/test_$module.py": "test_product.py.txt",
    ".gitignore": "gitignore.txt",
}
"""Where each file goes in the new folder."""

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
LONGEST_ROLE_NAME = 64


def write_product(name: str, parent: Path, phase: Phase) -> list[Path]:
    """Write the distribution into a new folder of that name; the files, in order."""
    folder = parent / name
    if fault := _fault(name, folder):
        raise MlopsTemplatesError(fault)
    words = {
        "name": name,
        "module": name.replace("-", "_"),
        "title": name.replace("-", " ").capitalize(),
        "phase": phase.name,
        "phase_name": phase.value,
        "version": __version__,
    }
    texts = {folder / Template(target).substitute(words): _text(source, words) for target, source in TARGETS.items()}
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(texts)


def _text(source: str, words: dict[str, str]) -> str:
    return Template((FILES / source).read_text(encoding="utf-8")).substitute(words)


def _fault(name: str, folder: Path) -> str:
    longest = len(launch_role_name(name, region="ap-southeast-5"))
    if not NAME.fullmatch(name):
        return f"{name!r} is no name: at least two words of lower-case letters and digits, such as acme-experiment"
    if longest > LONGEST_ROLE_NAME:
        return f"{name!r} is {longest - LONGEST_ROLE_NAME} characters too long: its launch role is named after it"
    if name in load_products():
        return f"there is a product {name!r} already"
    if folder.exists():
        return f"{folder} exists: choose another name, or another --folder"
    return ""
