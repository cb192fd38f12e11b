"""The metrics that may decide on registration, by task, and which way each of them is good."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Metric:
    name: str
    least: float | None = 0.0
    greatest: float | None = 1.0
    is_error: bool = False
    """An error is good when it is small: it must be at most the threshold."""

    @property
    def words(self) -> str:
        return "at most" if self.is_error else "at least"


def error(name: str) -> Metric:
    return Metric(name, greatest=None, is_error=True)


TASKS = {
    "binary": tuple(map(Metric, ("accuracy", "auc", "f1", "precision", "recall"))),
    "multiclass": (Metric("accuracy"), Metric("f1_macro"), error("log_loss")),
    "regression": (error("mae"), error("rmse"), Metric("r2", least=None)),
}


def metrics_of(task: str) -> dict[str, Metric]:
    return {metric.name: metric for metric in TASKS[task]}
