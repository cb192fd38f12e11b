"""How events start something: as whom, where undelivered ones are kept, and who hears of these."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.approval_topic import ApprovalTopic
from mlops_templates.blocks.dead_letter_queue import DeadLetterQueue, add_dead_letter_queue
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.starter_role import StarterRole, add_starter_role


@dataclass(frozen=True)
class Starting:
    """What every rule of the project needs."""

    notices: ApprovalTopic
    undelivered: DeadLetterQueue
    role: StarterRole


def add_starting(template: Template, *, key: Key, notices: ApprovalTopic) -> Starting:
    undelivered = add_dead_letter_queue(template, key=key, notices=notices)
    return Starting(notices, undelivered, add_starter_role(template, key=key))
