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
    """The version to deploy, the one it takes over from, what else changes in production, and how it is deployed."""

    model: ModelVersion
    production: ProductionVersion | None
    changed_settings: tuple[str, ...] = ()
    deployment: str = "real-time"

    def to_json(self) -> str:
        facts = {
            **asdict(self.model),
            "production": self.production and asdict(self.production),
            "changed_settings": self.changed_settings,
            "deployment": self.deployment,
        }
        return json.dumps(facts, indent=2) + "\n"


def read(folder: Path) -> Release:
    """The release that the render step wrote into this folder."""
    facts = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    production, changed, deployment = (facts.pop(key) for key in ("production", "changed_settings", "deployment"))
    serving = ProductionVersion(**production) if production else None
    facts["classes"] = tuple(facts["classes"])
    return Release(ModelVersion(**facts), serving, tuple(changed), deployment)
