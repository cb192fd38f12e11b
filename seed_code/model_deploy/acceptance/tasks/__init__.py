"""What the task of a model means for its tests: binary classification, several classes, regression."""

from collections.abc import Callable, Mapping

from acceptance.tasks.binary import Binary
from acceptance.tasks.multiclass import Multiclass
from acceptance.tasks.regression import Regression
from acceptance.tasks.task import Answers, Scores, Targets, Task, same, value_of
from deployment.model_version import ModelVersion

TASKS: Mapping[str, Callable[[ModelVersion], Task]] = {
    "binary": lambda model: Binary(),
    "multiclass": lambda model: Multiclass(model.classes),
    "regression": lambda model: Regression(),
}


def of(model: ModelVersion) -> Task:
    """The task that this version was registered with."""
    return TASKS[model.task](model)


__all__ = ["Answers", "Scores", "Targets", "Task", "of", "same", "value_of"]
