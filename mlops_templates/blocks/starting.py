"""How events start something: as whom, where undelivered ones are kept, and who hears of these.

Workflows outside AWS are started by their own provider: no event of AWS starts anything then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.approval_topic import ApprovalTopic
from mlops_templates.blocks.dead_letter_queue import DeadLetterQueue, add_dead_letter_queue
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.starter_role import StarterRole, add_starter_role
from mlops_templates.model import Ci, Scm


@dataclass(frozen=True)
class Starting:
    """What every rule of the project needs."""

    notices: ApprovalTopic
    undelivered: DeadLetterQueue
    role: StarterRole


def add_starting(template: Template, scm: Scm, *, key: Key, notices: ApprovalTopic) -> Starting | None:
    """Nothing where the provider of the repositories runs the builds."""
    return BY_CI[scm.ci](template, key, notices)


def _by_events(template: Template, key: Key, notices: ApprovalTopic) -> Starting:
    undelivered = add_dead_letter_queue(template, key=key, notices=notices)
    return Starting(notices, undelivered, add_starter_role(template, key=key))


def _by_itself(template: Template, key: Key, notices: ApprovalTopic) -> None:
    """GitHub starts its workflows."""


BY_CI: dict[Ci, Callable[[Template, Key, ApprovalTopic], Starting | None]] = {
    Ci.PIPELINES: _by_events,
    Ci.WORKFLOWS: _by_itself,
}
