"""What the batch pipeline of one stage is made from: every value of it, so that its definition has no other source."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BatchJob:
    """Where a stage scores rows, with what, and for whom."""

    project_name: str
    project_id: str
    stage: str
    bucket: str
    input_prefix: str
    output_prefix: str
    code_uri: str
    """Folder of `steps/`, named by its content."""
    baseline_uri: str
    model_name: str
    image_uri: str
    """Image of the steps: the model's own, which has Python."""
    role_arn: str
    kms_key: str
    instance_type: str
    instance_count: int
    processing_instance_type: str
    volume_size_in_gb: int
    max_runtime_in_seconds: int
    drift_threshold: float
    drifted_share_limit: float
    publishes_metrics: bool
    results_bucket: str = ""
    encrypts_volumes: tuple[bool, bool] = (True, True)
    """Whether the disks of processing and of transform take a key: some instances encrypt theirs by themselves."""
