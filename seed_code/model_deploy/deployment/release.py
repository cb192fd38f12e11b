"""model.json: the facts of a release, handed from the render step to the tests and to the approver."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from deployment.model_version import ModelVersion

FILE_NAME = "model.json"


@dataclass(frozen=True)
class ProductionVersion:
    """The version production served when this release was rendered; the value is None when it is unknown."""

    model_package_arn: str
    version: int
    metric_value: float | None


@dataclass(frozen=True)
class Release:
    """The version to deploy, and the one it takes over from."""

    model: ModelVersion
    production: ProductionVersion | None

    def to_json(self) -> str:
        return (
            json.dumps({**asdict(self.model), "production": self.production and asdict(self.production)}, indent=2)
            + "\n"
        )


def read(folder: Path) -> Release:
    """The release that the render step wrote into this folder."""
    facts = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    production = facts.pop("production")
    return Release(ModelVersion(**facts), ProductionVersion(**production) if production else None)
