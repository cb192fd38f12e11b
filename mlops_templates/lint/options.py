"""What a lint is about, beside the templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.versions import build_date

ALL_REGIONS = "all"


@dataclass(frozen=True)
class Options:
    """The regions that the templates are for, and the day that counts as today."""

    regions: tuple[str, ...] = ("us-east-1",)
    stated_date: str = ""

    def __post_init__(self) -> None:
        if not self.regions or not all(self.regions):
            raise MlopsTemplatesError("name regions as us-east-1,eu-west-1 or say all")

    @property
    def everywhere(self) -> bool:
        """Whether no region is named: then those that lack a type of a template are not meant."""
        return self.regions == (ALL_REGIONS,)

    @property
    def today(self) -> date:
        return build_date(self.stated_date)

    @property
    def arguments(self) -> list[str]:
        """As the command line of cfn-lint has them."""
        regions = ["ALL_REGIONS"] if self.everywhere else list(self.regions)
        dates = [f"{rule}:build_date={self.today}" for rule in ("E9512", "W9512")]
        return ["--regions", *regions, "--configure-rule", *dates]
