"""The steps of SageMaker pipelines that train: processing, training, registration."""

from __future__ import annotations

from troposphere import Sub

from mlops_templates.duties.containers import join_network, run_containers
from mlops_templates.duties.own import own_arn
from mlops_templates.duties.registry import DEV, MAIN, register_models
from mlops_templates.duties.roles import pass_own
from mlops_templates.duties.storage import ML_DATA, grant_key, use_key, write_bucket
from mlops_templates.duties.training_pipelines import OF_BRANCHES, OF_MAIN
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import arn

JOB_ACTIONS = (
    "sagemaker:AddTags",
    "sagemaker:CreateHyperParameterTuningJob",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
    "sagemaker:DescribeHyperParameterTuningJob",
    "sagemaker:DescribeProcessingJob",
    "sagemaker:DescribeTrainingJob",
    "sagemaker:ListTags",
    "sagemaker:StopHyperParameterTuningJob",
    "sagemaker:StopProcessingJob",
    "sagemaker:StopTrainingJob",
)
# Pipelines keeps an experiment of its name, with a trial for each execution.
EXPERIMENT_ACTIONS = (
    "sagemaker:AddTags",
    "sagemaker:AssociateTrialComponent",
    "sagemaker:CreateExperiment",
    "sagemaker:CreateTrial",
    "sagemaker:CreateTrialComponent",
    "sagemaker:DescribeExperiment",
    "sagemaker:DescribeTrial",
    "sagemaker:DescribeTrialComponent",
    "sagemaker:UpdateTrialComponent",
)
# Pipelines names its jobs pipelines-<execution id>-<step>-<random>.
KINDS = ("hyper-parameter-tuning-job", "processing-job", "training-job")
JOBS = tuple(Sub(arn("sagemaker", f"{kind}/pipelines-*")) for kind in KINDS)
EXPERIMENTS = (
    *(own_arn("sagemaker", f"experiment/{name}") for name in (OF_MAIN, OF_BRANCHES)),
    Sub(arn("sagemaker", "experiment-trial/*")),
    Sub(arn("sagemaker", "experiment-trial-component/*")),
)

TRAINING = Duty(
    name="training",
    purpose="SageMaker runs the steps of the training pipeline",
    services=("sagemaker.amazonaws.com",),
    permissions=(
        *run_containers(),
        *join_network(),
        *write_bucket(ML_DATA),
        use_key(),
        *grant_key(),
        Permission(JOB_ACTIONS, JOBS),
        Permission(EXPERIMENT_ACTIONS, EXPERIMENTS),
        *register_models(MAIN),
        *register_models(DEV),
        # Pipelines gives each job the role that it runs with.
        pass_own("training", "sagemaker.amazonaws.com"),
    ),
)
