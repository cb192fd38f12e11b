"""Findings that were made before, for templates that are unchanged since."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from pathlib import Path

from mlops_templates.lint.options import Options
from mlops_templates.model import Finding
from mlops_templates.versions import WARNING, versions

PACKAGE = Path(__file__).parent.parent
RULES = ("policy/*.py", "naming.py", "versions.py", "versions.yaml", "lint/checking.py")
"""Files that decide what our rules find."""

KINDS = ("codebuild_images", "lambda_runtimes", "sagemaker_containers", "sagemaker_sdks")
READS_OTHER_FILES = re.compile(rb"AWS::CloudFormation::Stack\b|AWS::Include")
"""What makes cfn-lint read more than the template."""


def cache_folder() -> Path:
    """Where findings are kept: in `$MLOPS_TEMPLATES_CACHE`, else below the user's cache folder."""
    chosen = os.environ.get("MLOPS_TEMPLATES_CACHE")
    caches = os.environ.get("XDG_CACHE_HOME")
    return (Path(chosen) if chosen else Path(caches or Path.home() / ".cache") / "mlops-templates") / "lint"


class FindingsCache:
    """Findings by what they follow from: the template, the rules, cfn-lint and its settings, regions, the date."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: Path, options: Options) -> list[Finding] | None:
        """The findings about this very text; None when they are not known."""
        content = path.read_bytes()
        if READS_OTHER_FILES.search(content):
            return None
        try:
            rows = json.loads(self._entry(content, options).read_text(encoding="utf-8"))
            return [Finding(str(path), int(line), str(rule), str(message)) for line, rule, message in rows]
        except (OSError, ValueError, TypeError):
            return None

    def write(self, path: Path, options: Options, findings: Sequence[Finding]) -> None:
        """Keep them whole or not at all; without a place to write nothing is kept."""
        entry = self._entry(path.read_bytes(), options)
        rows = [astuple(finding)[1:] for finding in findings]
        with suppress(OSError):
            entry.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=entry.parent, encoding="utf-8", delete=False) as made:
                json.dump(rows, made)
            Path(made.name).replace(entry)

    def _entry(self, content: bytes, options: Options) -> Path:
        digest = hashlib.sha256(_rules_digest())
        for part in (*_settings(), ",".join(options.regions).encode(), _age(content, options).encode(), content):
            digest.update(hashlib.sha256(part).digest())
        name = digest.hexdigest()
        return self._folder / name[:2] / f"{name}.json"


@cache
def _rules_digest() -> bytes:
    digest = hashlib.sha256(version("cfn-lint").encode())
    for pattern in RULES:
        for path in sorted(PACKAGE.glob(pattern)):
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def _settings() -> Iterator[bytes]:
    """What cfn-lint reads besides its arguments."""
    for folder in (Path.cwd(), Path.home()):
        for path in sorted(folder.glob(".cfnlintrc*")):
            if path.is_file():
                yield path.read_bytes()


def _age(content: bytes, options: Options) -> str:
    """What counts of the date: how many days of the catalogue are past; with a Lambda runtime cfn-lint asks the day."""
    if b"Runtime" in content:
        return str(options.today)
    ends = [known.end_of_life for kind in KINDS for known in versions(kind).values()]
    return str(sum(options.today >= day for end in ends for day in (end, end - WARNING)))
