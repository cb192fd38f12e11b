"""What a seed's documents and messages tell people to type, and what its Makefile offers."""

from __future__ import annotations

import re
from pathlib import Path

from mlops_templates import data


def commands_offered(seed: Path) -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*##", (seed / "Makefile").read_text(), re.M))


def commands_named(seed: Path) -> set[str]:
    """The words after `make` in code spans, code blocks and messages."""
    words: set[str] = set()
    for file in data.seed_files(seed.name):
        if file.suffix in {".md", ".py", ".yml"}:
            text = file.read_text()
            for line in re.findall(r"(?:`|^)make ([a-z -]+?)(?:`|  |$)", text, re.M):
                words |= set(line.split())
    assert words
    return words
