"""What an administrator chooses when publishing, checked before anything is read from AWS."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.portfolio import LONGEST_NAME

FIRST_NAME = "MLOps project templates"
SERVICE_CATALOG, S3 = "service-catalog", "s3"
CHANNELS = (SERVICE_CATALOG, S3)
DOMAIN_ID = re.compile(r"d-[a-z0-9]{1,61}")
PRINCIPAL = re.compile(r"arn:aws[a-z-]*:iam::(\d{12})?:(role|user|group)/[\w+=,.@*/-]+")


@dataclass(frozen=True)
class Settings:
    """By which channels, portfolio name and who shall see it.

    None means: as it is, at first a name of ours and the caller.
    """

    portfolio_name: str | None = None
    principals: tuple[str, ...] = ()
    channels: tuple[str, ...] = (SERVICE_CATALOG,)
    domain_id: str | None = None
    """The SageMaker domain that shall show project templates in S3."""

    def __post_init__(self) -> None:
        faults = [*self._name_faults(), *self._principal_faults(), *self._channel_faults()]
        if faults:
            raise MlopsTemplatesError("\n".join(faults))

    def refuse_other_accounts(self, account: str) -> None:
        """Service Catalog shows a portfolio to another account only when it is shared, which publishing does not do."""
        others = [arn for arn in self.principals if arn.split(":")[4] not in ("", account)]
        if others:
            raise MlopsTemplatesError(
                "\n".join(f"--principal {arn}: of another account; the portfolio is in {account}." for arn in others)
            )

    def _channel_faults(self) -> list[str]:
        faults = [f"--channel {one}: there are: {', '.join(CHANNELS)}." for one in self.channels if one not in CHANNELS]
        if self.domain_id is not None and S3 not in self.channels:
            faults.append("--domain-id tells a domain of templates in S3: give --channel s3 with it.")
        if self.domain_id is not None and not DOMAIN_ID.fullmatch(self.domain_id):
            faults.append(f"--domain-id {self.domain_id}: not the id of a SageMaker domain, such as d-ab12cd34ef56.")
        return faults

    def _name_faults(self) -> list[str]:
        if self.portfolio_name is None or 1 <= len(self.portfolio_name) <= LONGEST_NAME:
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
