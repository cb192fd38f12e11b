"""Files and folders to the templates that are checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError

SUFFIXES = (".yaml", ".yml", ".json", ".template")
TEMPLATE = re.compile(r"^\s*[\"']?(?:AWSTemplateFormatVersion|Resources)[\"']?\s*:", re.MULTILINE)


def templates_in(paths: Iterable[Path]) -> list[Path]:
    """Files as they are named; of a folder every CloudFormation template in it, however deep."""
    found: list[Path] = []
    faults: list[str] = []
    for path in paths:
        if path.is_dir():
            within = _within(path)
            found += within
            faults += [] if within else [f"{path} holds no CloudFormation template"]
        elif fault := _fault(path):
            faults.append(fault)
        else:
            found.append(path)
    if faults:
        raise MlopsTemplatesError("\n".join(faults))
    return list(dict.fromkeys(found))


def _within(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    visible = [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    return [path for path in visible if not _fault(path) and TEMPLATE.search(path.read_text(encoding="utf-8"))]


def _fault(path: Path) -> str:
    """Why the file cannot be checked; cfn-lint says it less well, and in the log."""
    if not path.is_file():
        return f"no such file: {path}"
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return f"{path} is not UTF-8 text: {error.reason} at byte {error.start}"
    return ""
