"""What an administrator chooses when publishing, checked before anything is read from AWS."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.portfolio import LONGEST_NAME

PRINCIPAL = re.compile(r"arn:aws[a-z-]*:iam::(\d{12})?:(role|user|group)/[\w+=,.@*/-]+")


@dataclass(frozen=True)
class Settings:
    """Portfolio name and the principals that shall see it; no principal means: as it is, at first the caller's role."""

    portfolio_name: str = "MLOps project templates"
    principals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = [*self._name_faults(), *self._principal_faults()]
        if faults:
            raise MlopsTemplatesError("\n".join(faults))

    def _name_faults(self) -> list[str]:
        if 1 <= len(self.portfolio_name) <= LONGEST_NAME:
            return []
        return [
            f"--portfolio-name has {len(self.portfolio_name)} characters: Service Catalog wants 1 to {LONGEST_NAME}."
        ]

    def _principal_faults(self) -> list[str]:
        return [
            f"--principal {arn}: not the ARN of a role, user or group (arn:aws:iam::111122223333:role/DataScience)."
            for arn in self.principals
            if not PRINCIPAL.fullmatch(arn)
        ]
