"""What is remembered of a job."""

from dataclasses import dataclass, field
from datetime import datetime

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.running import Running


@dataclass(frozen=True)
class Kind:
    """Processing, training or transform: what its jobs are called in ARNs, log groups and folders."""

    resource: str
    log_group: str


PROCESSING = Kind("processing-job", "/aws/sagemaker/ProcessingJobs")
TRAINING = Kind("training-job", "/aws/sagemaker/TrainingJobs")
TRANSFORM = Kind("transform-job", "/aws/sagemaker/TransformJobs")
TUNING = Kind("hyper-parameter-tuning-job", "")  # its training jobs have logs, it has none


ENDED = frozenset({"Completed", "Failed", "Stopped"})


@dataclass
class Job:
    """One job; `request` is what created it, under the API's names."""

    kind: Kind
    name: str
    arn: str
    request: Document
    created: datetime
    modified: datetime
    status: str = "InProgress"
    secondary_status: str = "Starting"
    transitions: list[Document] = field(default_factory=list)
    started: datetime | None = None
    ended: datetime | None = None
    failure_reason: str = ""
    exit_message: str = ""
    model_artifacts: str = ""
    metrics: list[Document] = field(default_factory=list)
    running: Running = field(default_factory=Running, repr=False, compare=False)
    role: str = ""
    """The role it works with, where its request does not name it."""

    @property
    def role_arn(self) -> str:
        return self.role or str(self.request["RoleArn"])

    @property
    def over(self) -> bool:
        return self.status in ENDED


@dataclass
class JobState:
    """All jobs of an account and region, by ARN."""

    jobs: dict[str, Job] = field(default_factory=dict)


class JobFailed(Exception):
    """The job ends as Failed, for this reason."""


class JobStopped(Exception):
    """The job ends as Stopped; the message is the secondary status."""
