"""The training jobs of a tuning job, and what is known of each."""

import uuid
from dataclasses import dataclass

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.jobs.records import TRAINING, Job, JobState

OBJECTIVE = "_tuning_objective_metric"
NAME_LIMIT = 32
TAKEN = (
    "CheckpointConfig", "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining", "EnableNetworkIsolation",
    "Environment", "InputDataConfig", "OutputDataConfig", "ResourceConfig", "RetryStrategy", "RoleArn",
    "StoppingCondition", "VpcConfig",
)  # fmt: skip
"""Members that a definition and a training job have alike."""


@dataclass(frozen=True)
class Objective:
    """The metric that a search makes as great, or as small, as it can."""

    metric: str
    minimize: bool

    def value(self, job: Job) -> float | None:
        """What a training job reached; None when it did not end well, or printed no such metric."""
        found = [float(entry["Value"]) for entry in job.metrics if entry["MetricName"] == self.metric]
        return found[0] if found and job.status == "Completed" else None

    def merit(self, value: float) -> float:
        """The greater, the better."""
        return -value if self.minimize else value


def objective_of(tuning: Job) -> Objective:
    entry = tuning.request["HyperParameterTuningJobConfig"]["HyperParameterTuningJobObjective"]
    return Objective(entry["MetricName"], entry["Type"] == "Minimize")


def training_request(tuning: Job, number: int, drawn: dict[str, str]) -> Document:
    """The training job that tries these values."""
    definition = tuning.request["TrainingJobDefinition"]
    return {
        "TrainingJobName": f"{tuning.name[:NAME_LIMIT]}-{number:03}-{uuid.uuid4().hex[:8]}",
        "AlgorithmSpecification": dict(definition["AlgorithmSpecification"]),
        "HyperParameters": {
            OBJECTIVE: objective_of(tuning).metric,
            **definition.get("StaticHyperParameters", {}),
            **drawn,
        },
        "TuningJobArn": tuning.arn,
        "Tags": tuning.request.get("Tags", []),
        **{name: definition[name] for name in TAKEN if name in definition},
    }


def trials_of(call: Call, tuning: Job) -> list[Job]:
    """Its training jobs, in the order of their start."""
    jobs = list(call.state(JobState).jobs.values())
    found = [job for job in jobs if job.kind == TRAINING and job.request.get("TuningJobArn") == tuning.arn]
    return sorted(found, key=lambda job: job.created)


def best_first(call: Call, tuning: Job) -> list[Job]:
    """Its training jobs that reached a value, the best one first."""
    objective = objective_of(tuning)
    valued = [(value, job) for job in trials_of(call, tuning) if (value := objective.value(job)) is not None]
    return [job for _, job in sorted(valued, key=lambda pair: objective.merit(pair[0]), reverse=True)]
