"""A buildspec, version 0.2: the file that says what a build does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from mlops_templates.localaws.codebuild.buildspec_rules import check
from mlops_templates.localaws.codebuild.failure import BuildFailure
from mlops_templates.localaws.document import Document

PHASES = ("install", "pre_build", "build", "post_build")


@dataclass(frozen=True)
class Commands:
    """One phase: commands, what runs after them in any case, and whether a failure ends the build."""

    commands: Sequence[str] = ()
    finally_: Sequence[str] = ()
    on_failure: str = ""
    runtimes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Artifacts:
    """What a build leaves: patterns below a base folder."""

    files: Sequence[str]
    base: str = ""
    exclude: Sequence[str] = ()
    discard_paths: bool = False
    name: str = ""


@dataclass(frozen=True)
class Buildspec:
    """Everything a build is asked for."""

    variables: Mapping[str, str]
    parameters: Mapping[str, str]
    exported: Sequence[str]
    phases: Mapping[str, Commands]
    artifacts: Mapping[str, Artifacts]
    """By identifier; "" is the primary artifact."""
    reports: Sequence[str] = ()
    caches: Sequence[str] = ()
    signs_in_to_git: bool = False
    """Whether git in the commands gets a user name and a password from the keys of the build."""


def read(text: str) -> Buildspec:
    """Read a buildspec.

    Raises:
        BuildFailure: YAML_FILE_ERROR, in AWS's words where they are known.
    """
    try:
        # Every scalar as it is written: "3.10" stays "3.10", and yes stays yes.
        loaded = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes strings, lists and dicts only
    except yaml.YAMLError as error:
        raise BuildFailure("YAML_FILE_ERROR", str(error)) from error
    check(loaded)
    env = loaded.get("env") or {}
    return Buildspec(
        variables=env.get("variables") or {},
        parameters=env.get("parameter-store") or {},
        exported=env.get("exported-variables") or [],
        phases={name: _commands(phase or {}) for name, phase in loaded["phases"].items()},
        artifacts=_all_artifacts(loaded.get("artifacts") or {}),
        reports=list(loaded.get("reports") or {}),
        caches=(loaded.get("cache") or {}).get("paths") or [],
        signs_in_to_git=env.get("git-credential-helper") in {"yes", "true"},
    )


def _commands(phase: Document) -> Commands:
    return Commands(
        commands=_list(phase.get("commands")),
        finally_=_list(phase.get("finally")),
        on_failure=phase.get("on-failure") or "",
        runtimes=phase.get("runtime-versions") or {},
    )


def _all_artifacts(section: Document) -> dict[str, Artifacts]:
    primary = {"": _artifacts(section)} if section.get("files") else {}
    secondary = section.get("secondary-artifacts") or {}
    return primary | {name: _artifacts(each) for name, each in secondary.items()}


def _artifacts(section: Document) -> Artifacts:
    return Artifacts(
        files=_list(section.get("files")),
        base=section.get("base-directory") or "",
        exclude=_list(section.get("exclude-paths")),
        discard_paths=section.get("discard-paths") in {"yes", "true"},
        name=section.get("name") or "",
    )


def _list(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) and value else list(value or [])
