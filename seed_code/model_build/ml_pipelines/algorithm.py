"""An algorithm as its folder in algorithms/training/ describes it: framework, tasks, hyperparameters."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ml_pipelines import strict_json

DESCRIPTION, HYPERPARAMETERS = "algorithm.json", "hyperparameters.schema.json"
FRAMEWORKS = ("scikit-learn", "xgboost", "own")


@dataclass(frozen=True)
class Algorithm:
    name: str
    framework: str
    tasks: tuple[str, ...]
    schema: dict[str, Any]
    """A JSON schema of its hyperparameters."""

    @property
    def hyperparameters(self) -> dict[str, dict[str, Any]]:
        """What each hyperparameter may be."""
        return self.schema["properties"]


def names(kind: Path) -> list[str]:
    """The jobs of a kind, such as algorithms/training; what tools leave behind is none."""
    return sorted(path.name for path in kind.glob("[!._]*") if path.is_dir())


def read(folder: Path) -> Algorithm:
    """The algorithm of a folder.

    Raises:
        JsonError: one of its two files is not there, or says nothing usable.
    """
    described, schema = (strict_json.read(folder / name) for name in (DESCRIPTION, HYPERPARAMETERS))
    framework, tasks = described.get("framework"), described.get("tasks", ())
    if framework not in FRAMEWORKS:
        raise strict_json.JsonError(f"{DESCRIPTION}: framework {framework!r} must be one of {', '.join(FRAMEWORKS)}")
    return Algorithm(folder.name, framework, tuple(tasks), schema)
