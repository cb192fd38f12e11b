"""The documents as their readers use them: blocks of code, commands, links."""

from __future__ import annotations

import re
import shlex

FILE = re.compile(r"^# (?P<name>[\w./-]+\.\w+)\n")
"""The first line of a block that a reader saves as a file."""


def fences(text: str) -> list[tuple[str, str]]:
    """Every fenced block: its language and its lines."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    return [lines for found, lines in fences(text) if found == language]


def files(text: str) -> dict[str, str]:
    """The blocks that are files, by name."""
    named = [(FILE.match(lines), lines) for _, lines in fences(text)]
    return {found["name"]: lines for found, lines in named if found}


def first_word(line: str) -> str:
    return (shlex.split(line, comments=True) or [""])[0]


def links(text: str) -> list[str]:
    """Where the links lead, but for other sites."""
    return [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]


def anchors(text: str) -> set[str]:
    """The headings as links name them."""
    return {re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in re.findall(r"^#+ (.+)$", text, re.M)}
