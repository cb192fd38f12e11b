"""A workflow as its file says it. A key that nobody emulates is refused by name and place, never passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from mlops_templates.localaws.workflows.refusal import WorkflowRefusedError

EVENTS = ("push", "delete", "schedule", "workflow_dispatch")
JOB_KEYS = (
    "name", "needs", "if", "environment", "permissions", "runs-on", "timeout-minutes", "outputs", "env", "steps",
)  # fmt: skip
PERMISSIONS = {"contents": ("read",), "id-token": ("write",)}


@dataclass(frozen=True)
class Step:
    """A command, or an action of somebody else with its inputs."""

    place: str
    id: str
    run: str
    uses: str
    inputs: Mapping[str, str]
    env: Mapping[str, str]


@dataclass(frozen=True)
class Job:
    """One job; `condition` is empty where it says none."""

    name: str
    needs: tuple[str, ...]
    condition: str
    environment: str
    proves_itself: bool
    """Whether it may ask for an identity token."""
    minutes: int
    outputs: Mapping[str, str]
    env: Mapping[str, str]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Workflow:
    """What a file in `.github/workflows` says."""

    name: str
    events: Mapping[str, Any]
    group: str
    env: Mapping[str, str]
    jobs: Mapping[str, Job]


def read(text: str, file: str) -> Workflow:
    """The workflow of a file; jobs come after those that they need.

    Raises:
        WorkflowRefusedError: it is none, or asks for what is not emulated.
    """
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise WorkflowRefusedError(file, f"no YAML: {error}") from error
    document = _mapping(document, file)
    if True in document:  # what YAML 1.1 makes of `on`
        document["on"] = document.pop(True)
    _only(document, ("name", "on", "permissions", "concurrency", "env", "jobs"), file)
    concurrency = _mapping(document.get("concurrency"), f"{file}: concurrency")
    _only(concurrency, ("group",), f"{file}: concurrency")
    permissions = _permissions(document.get("permissions"), f"{file}: permissions")
    jobs = {
        str(name): _job(str(name), _mapping(each, f"{file}: jobs.{name}"), f"{file}: jobs.{name}", permissions)
        for name, each in _mapping(document.get("jobs"), f"{file}: jobs").items()
    }
    return Workflow(
        name=str(document.get("name", file)),
        events=_events(document.get("on"), f"{file}: on"),
        group=str(concurrency.get("group", "")),
        env=_texts(document.get("env"), f"{file}: env"),
        jobs=_in_order(jobs, file),
    )


def _events(given: Any, place: str) -> Mapping[str, Any]:
    if isinstance(given, str):
        given = {given: None}
    if isinstance(given, list):
        given = dict.fromkeys(given)
    events = _mapping(given, place)
    _only(events, EVENTS, place)
    _only(_mapping(events.get("push"), f"{place}.push"), ("branches",), f"{place}.push")
    for name in ("delete", "workflow_dispatch"):
        _only(_mapping(events.get(name), f"{place}.{name}"), (), f"{place}.{name}")
    return events


def _job(name: str, given: Mapping[str, Any], place: str, permissions: Mapping[str, str] | None) -> Job:
    known = (
        "name",
        "needs",
        "if",
        "environment",
        "permissions",
        "runs-on",
        "timeout-minutes",
        "outputs",
        "env",
        "steps",
    )
    _only(given, known, place)
    if not str(given.get("runs-on", "")).startswith("ubuntu-"):
        raise WorkflowRefusedError(place, f"runs-on {given.get('runs-on')}")
    needs = given.get("needs", [])
    own = _permissions(given.get("permissions"), f"{place}.permissions")
    rights = own if own is not None else permissions or {}
    environment = given.get("environment", "")
    if not isinstance(environment, str):
        raise WorkflowRefusedError(place, "environment that is no name")
    return Job(
        name=name,
        needs=(needs,) if isinstance(needs, str) else tuple(needs),
        condition=str(given.get("if", "")),
        environment=environment,
        proves_itself=rights.get("id-token") == "write",
        minutes=int(given.get("timeout-minutes", 360)),
        outputs=_texts(given.get("outputs"), f"{place}.outputs"),
        env=_texts(given.get("env"), f"{place}.env"),
        steps=tuple(
            _step(_mapping(each, place), f"{place}.steps[{at}]") for at, each in enumerate(given.get("steps", []))
        ),
    )


def _step(given: Mapping[str, Any], place: str) -> Step:
    _only(given, ("id", "name", "run", "uses", "with", "env"), place)
    uses = str(given.get("uses", ""))
    if bool(uses) == bool(given.get("run")):
        raise WorkflowRefusedError(place, "a step with neither or both of run and uses")
    return Step(
        place=place,
        id=str(given.get("id", "")),
        run=str(given.get("run", "")),
        uses=re.sub("@.*", "", uses),
        inputs=_texts(given.get("with"), f"{place}.with"),
        env=_texts(given.get("env"), f"{place}.env"),
    )


def _permissions(given: Any, place: str) -> Mapping[str, str] | None:
    if given is None:
        return None
    rights = _texts(given, place)
    for name, right in rights.items():
        if right not in PERMISSIONS.get(name, ()):
            raise WorkflowRefusedError(place, f"{name}: {right}")
    return rights


def _in_order(jobs: Mapping[str, Job], file: str) -> Mapping[str, Job]:
    ordered: dict[str, Job] = {}
    while len(ordered) < len(jobs):
        ready = {name: job for name, job in jobs.items() if name not in ordered and set(job.needs) <= ordered.keys()}
        if not ready:
            raise WorkflowRefusedError(file, "jobs that need each other, or one that is not there")
        ordered |= ready
    return ordered


def _mapping(given: Any, place: str) -> dict[Any, Any]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise WorkflowRefusedError(place, f"{type(given).__name__} where a mapping belongs")
    return dict(given)


def _texts(given: Any, place: str) -> dict[str, str]:
    texts = {}
    for name, value in _mapping(given, place).items():
        if isinstance(value, dict | list):
            raise WorkflowRefusedError(place, f"{name} that is no text")
        texts[str(name)] = str(value).lower() if isinstance(value, bool) else str(value)
    return texts


def _only(given: Mapping[Any, Any], known: Iterable[str], place: str) -> None:
    for name in given:
        if name not in known:
            raise WorkflowRefusedError(place, str(name))
