"""What the SARIF 2.1.0 standard demands of the members that our logs have, written down from its text.

Source: OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", 27 March 2020; each fault
names its section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

Object = dict[str, Any]
# Which members an object may have, of those that we know; each must have what is marked with an exclamation mark.
MEMBERS = {
    "3.13 sarifLog": "version! $schema runs!",
    "3.14 run": "tool! results columnKind",
    "3.18 tool": "driver!",
    "3.19 toolComponent": "name! version informationUri rules",
    "3.49 reportingDescriptor": "id! shortDescription helpUri",
    "3.27 result": "ruleId ruleIndex level message! locations",
    "3.11 message": "text",
    "3.28 location": "physicalLocation",
    "3.29 physicalLocation": "artifactLocation region",
    "3.4 artifactLocation": "uri",
    "3.30 region": "startLine",
}
LEVELS = {"none", "note", "warning", "error"}
COLUMN_KINDS = {"utf16CodeUnits", "unicodeCodePoints"}
URI_CHARACTERS = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")


def faults(log: Object) -> list[str]:
    """Each thing that the standard has against the log."""
    return list(_log(log))


def _log(log: Object) -> Iterator[str]:
    yield from _members("3.13 sarifLog", log)
    if log.get("version") != "2.1.0":
        yield "3.13.2: version is not 2.1.0"
    for run in log.get("runs", []):
        yield from _run(run)


def _run(run: Object) -> Iterator[str]:
    yield from _members("3.14 run", run)
    if run.get("columnKind", "utf16CodeUnits") not in COLUMN_KINDS:
        yield f"3.14 run: columnKind {run['columnKind']!r}"
    yield from _members("3.18 tool", run.get("tool", {}))
    driver = run.get("tool", {}).get("driver", {})
    yield from _members("3.19 toolComponent", driver)
    rules = driver.get("rules", [])
    for rule in rules:
        yield from _members("3.49 reportingDescriptor", rule)
    if len({str(rule) for rule in rules}) < len(rules):
        yield "3.19.23: rules are not unique"
    for result in run.get("results", []):
        yield from _result(result, [rule.get("id") for rule in rules])


def _result(result: Object, rules: list[str]) -> Iterator[str]:
    yield from _members("3.27 result", result)
    yield from _members("3.11 message", result.get("message", {}))
    if not isinstance(result.get("message", {}).get("text"), str):
        yield "3.11 message: one without text or id"
    if result.get("level", "warning") not in LEVELS:
        yield f"3.27.10: level {result['level']!r}"
    index = result.get("ruleIndex", -1)
    if index >= len(rules) or (index >= 0 and rules[index] != result.get("ruleId")):
        yield f"3.27.6: ruleIndex {index} is not that of {result.get('ruleId')}"
    for location in result.get("locations", []):
        yield from _location(location)


def _location(location: Object) -> Iterator[str]:
    yield from _members("3.28 location", location)
    physical = location.get("physicalLocation", {})
    yield from _members("3.29 physicalLocation", physical)
    if "artifactLocation" not in physical:
        yield "3.29.2: a physicalLocation without artifactLocation or address"
    artifact = physical.get("artifactLocation", {})
    yield from _members("3.4 artifactLocation", artifact)
    uri = artifact.get("uri", "")
    if not URI_CHARACTERS.fullmatch(uri) or (not urlsplit(uri).scheme and uri.startswith("/")):
        yield f"3.4.3: {uri!r} is no URI reference relative to the folder"
    region = physical.get("region", {})
    yield from _members("3.30 region", region)
    if not isinstance(region.get("startLine"), int) or region["startLine"] < 1:
        yield f"3.30.5: startLine {region.get('startLine')!r}"


def _members(kind: str, made: Object) -> Iterator[str]:
    known = MEMBERS[kind].split()
    names = {name.rstrip("!") for name in known}
    yield from (f"{kind}: {name} is missing" for name in sorted(names - made.keys()) if f"{name}!" in known)
    yield from (f"{kind}: {name} is no member we know" for name in sorted(made.keys() - names))
