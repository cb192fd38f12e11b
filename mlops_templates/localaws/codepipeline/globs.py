"""The patterns of triggers: `*` and `?` stay within a part of a path, `**` goes through, `{a,b}` offers a choice."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Patterns:
    """What is meant and what is not, which wins; without includes everything is meant."""

    includes: Sequence[str] = ()
    excludes: Sequence[str] = ()

    def mean(self, name: str) -> bool:
        included = not self.includes or any(fits(pattern, name) for pattern in self.includes)
        return included and not any(fits(pattern, name) for pattern in self.excludes)


def fits(pattern: str, name: str) -> bool:
    """Whether a whole name fits a pattern."""
    return _compiled(pattern).fullmatch(name) is not None


@functools.lru_cache(maxsize=1000)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts: list[str] = []
    open_choices = 0
    for word in re.findall(r"\*\*/?|\[[^\]/]+\]|\\.|.", pattern, re.DOTALL):
        if word == "{":
            open_choices += 1
        parts.append(_translated(word, choosing=open_choices > 0))
        if word == "}" and open_choices:
            open_choices -= 1
    return re.compile("".join(parts) + ")" * open_choices, re.DOTALL)


def _translated(word: str, *, choosing: bool) -> str:
    fixed = {"**": ".*", "**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]", "{": "(?:"}
    if word in fixed:
        return fixed[word]
    if choosing and word in "},":
        return {"}": ")", ",": "|"}[word]
    if len(word) > 1 and word.startswith("["):
        inside = word[1:-1].replace("\\", "\\\\").replace("[", "\\[")
        return f"[^{inside[1:]}]" if inside[0] in "!^" and len(inside) > 1 else f"[{inside}]"
    return re.escape(word.removeprefix("\\") or word)
