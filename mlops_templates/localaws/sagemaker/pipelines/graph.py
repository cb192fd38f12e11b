"""The order of steps: what may run when, given what has ended.

A step of a branch that is not taken is skipped, and so is every step that needs a skipped one. (AWS does not document
the latter; here such a step does not run and the execution does not fail for it.)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mlops_templates.localaws.sagemaker.pipelines.definition import Definition, Step
from mlops_templates.localaws.sagemaker.pipelines.references import references


@dataclass(frozen=True)
class Node:
    """A step with what it waits for: other steps, and the branch of a condition that it stands in."""

    step: Step
    needs: frozenset[str]
    parent: str = ""
    branch: bool = True


@dataclass
class Progress:
    """What has ended so far."""

    done: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)
    outcomes: dict[str, bool] = field(default_factory=dict)
    """Of the conditions among the steps that are done."""


def nodes(definition: Definition) -> dict[str, Node]:
    """Every step by name."""
    return {node.step.name: node for node in _nodes(definition.steps, "", True)}


def _nodes(steps: Iterable[Step], parent: str, branch: bool) -> list[Node]:
    found: list[Node] = []
    for step in steps:
        referred = {reference.name for reference in references(step.arguments) if reference.kind == "Steps"}
        found.append(Node(step, frozenset(referred | set(step.depends_on)), parent, branch))
        found += _nodes(step.if_steps, step.name, True) + _nodes(step.else_steps, step.name, False)
    return found


def skip(graph: Mapping[str, Node], progress: Progress) -> None:
    """Note every step that will never run."""
    while fresh := {name for name, node in graph.items() if name not in progress.skipped and _is_lost(node, progress)}:
        progress.skipped |= fresh


def ready(graph: Mapping[str, Node], progress: Progress) -> list[Step]:
    """The steps, in the order of the definition, whose needs are done; some of them may have been started already."""
    ended = progress.done | progress.skipped
    return [node.step for name, node in graph.items() if name not in ended and _is_ready(node, progress)]


def _is_lost(node: Node, progress: Progress) -> bool:
    other_branch = progress.outcomes.get(node.parent, node.branch) != node.branch
    return other_branch or node.parent in progress.skipped or bool(node.needs & progress.skipped)


def _is_ready(node: Node, progress: Progress) -> bool:
    return node.needs <= progress.done and (not node.parent or node.parent in progress.done)
