"""Who must agree before what: one approval (Repeatable), or two with people of their own (Reliable, R43, R47)."""

from __future__ import annotations

from dataclasses import dataclass

from mlops_templates.blocks.approval_topic import ApprovalTopic


@dataclass(frozen=True)
class Gates:
    """The approval before production, and one before anything is deployed."""

    production: ApprovalTopic
    staging: ApprovalTopic | None = None

    @property
    def leads(self) -> ApprovalTopic:
        """Who decide first also hear of alarms."""
        return self.staging or self.production
