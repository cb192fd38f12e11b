"""What CodeBuild refuses in a buildspec, and what nobody emulates. Keys that are not known are refused too.

Where AWS's words for a mistake are not known, ours name the key and what is expected.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mlops_templates.localaws.codebuild.failure import BuildFailure

_PHASES = frozenset({"install", "pre_build", "build", "post_build"})
_TOP = frozenset({"version", "env", "phases", "reports", "artifacts", "cache"})
_ENV = frozenset({"shell", "variables", "parameter-store", "exported-variables", "git-credential-helper"})
_PHASE = frozenset({"commands", "finally", "on-failure", "runtime-versions"})
_ARTIFACTS = frozenset(
    {"files", "base-directory", "discard-paths", "exclude-paths", "name", "s3-prefix", "secondary-artifacts"}
)
_NOT_EMULATED = frozenset(
    {"run-as", "proxy", "batch", "secrets-manager", "enable-symlinks", "key", "fallback-keys", "action"}
)
_SHELLS = frozenset({"bash", "sh", "/bin/bash", "/bin/sh"})


def check(buildspec: Any) -> None:
    """Refuse a loaded buildspec that AWS would refuse.

    Raises:
        BuildFailure: YAML_FILE_ERROR.
    """
    if not isinstance(buildspec, dict):
        raise _error("a buildspec must be a mapping with version and phases")
    _check_keys("buildspec", buildspec, _TOP)
    if buildspec.get("version") not in {"0.2"}:
        raise _error(f"Invalid buildspec version: {buildspec.get('version')}. Expecting: 0.2")
    env = _mapping("env", buildspec.get("env"))
    _check_keys("env", env, _ENV)
    if env.get("shell", "bash") not in _SHELLS:
        raise _error(f"not emulated: env/shell {env['shell']}")
    for section in ("variables", "parameter-store"):
        for name, value in _mapping(f"env/{section}", env.get(section)).items():
            _check_text(f"env/{section}/{name}", value)
    _check_texts("env/exported-variables", env.get("exported-variables"))
    _check_phases(buildspec.get("phases"))
    _check_artifacts("artifacts", _mapping("artifacts", buildspec.get("artifacts")))
    _check_keys("cache", _mapping("cache", buildspec.get("cache")), frozenset({"paths"}))


def _check_phases(phases: Any) -> None:
    if not phases or not isinstance(phases, dict):
        raise _error("phases are required")
    for name, phase in phases.items():
        if name not in _PHASES:
            raise _error(f"Invalid buildspec phase name: {name}. Expecting: {','.join(sorted(_PHASES))}")
        where = f"phases/{name}"
        _check_keys(where, _mapping(where, phase), _PHASE)
        _check_commands((phase or {}).get("commands"))
        _check_commands((phase or {}).get("finally"))
        on_failure = (phase or {}).get("on-failure", "ABORT")
        if on_failure not in {"ABORT", "CONTINUE"}:
            raise _error(f"not emulated: {where}/on-failure {on_failure}")


def _check_commands(commands: Any) -> None:
    for position, command in enumerate(commands if isinstance(commands, list) else []):
        if not isinstance(command, str):
            raise _error(
                f"Expected Commands[{position}] to be of string type: found subkeys instead; "
                "quote a command that contains a colon followed by a space"
            )


def _check_artifacts(where: str, section: dict[str, Any]) -> None:
    _check_keys(where, section, _ARTIFACTS)
    for member in ("files", "exclude-paths"):
        _check_texts(f"{where}/{member}", section.get(member))
    if section.get("discard-paths", "no") not in {"yes", "no", "true", "false"}:
        raise _error(f"Invalid {where}/discard-paths: {section['discard-paths']}. Expecting: no,yes")
    for name, each in _mapping(f"{where}/secondary-artifacts", section.get("secondary-artifacts")).items():
        _check_artifacts(f"{where}/secondary-artifacts/{name}", _mapping(name, each))


def _check_keys(where: str, section: dict[str, Any], known: Iterable[str]) -> None:
    for key in section:
        if key in _NOT_EMULATED:
            raise _error(f"not emulated: {key} in {where}")
        if key not in known:
            raise _error(f"Invalid key in {where}: {key}. Expecting: {','.join(sorted(known))}")


def _check_texts(where: str, value: Any) -> None:
    for each in value if isinstance(value, list) else [value or ""]:
        _check_text(where, each)


def _check_text(where: str, value: Any) -> None:
    if not isinstance(value, str):
        raise _error(f"Expected {where} to be of string type: found subkeys instead")


def _mapping(where: str, value: Any) -> dict[str, Any]:
    if not value:
        return {}
    if not isinstance(value, dict):
        raise _error(f"Expected {where} to be a mapping")
    return value


def _error(message: str) -> BuildFailure:
    return BuildFailure("YAML_FILE_ERROR", message)
