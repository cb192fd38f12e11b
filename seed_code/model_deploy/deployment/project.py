"""The project this repository belongs to, as the pipeline's environment describes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from deployment.errors import DeploymentError

ENDPOINT_NAME_LIMIT = 63
STAGES = ("staging", "prod")
PHASES = ("repeatable", "reliable", "scalable")
VARIABLES = {
    "name": "SAGEMAKER_PROJECT_NAME",
    "id": "SAGEMAKER_PROJECT_ID",
    "kms_key_arn": "KMS_KEY_ARN",
    "ml_data_bucket": "ML_DATA_BUCKET",
}
ROLE_OF_ONE_ACCOUNT = {"model_role_arn": "MODEL_EXECUTION_ROLE_ARN"}
ACCOUNTS = {"staging": "STAGING_ACCOUNT_ID", "prod": "PRODUCTION_ACCOUNT_ID"}
# Where the target account's stack publishes its key: a stack of a stage reads it when it is deployed.
TARGET_KEY = "/mlops-templates/target/key-arn"


@dataclass(frozen=True)
class Place:
    """Where a stage runs: its account, and what the project may use there.

    `key` is the ARN of a key, or the name of the SSM parameter of that account which holds the ARN.
    """

    account_id: str
    model_role_arn: str
    monitor_role_arn: str
    test_role_arn: str
    key: str
    bucket: str


@dataclass(frozen=True)
class Project:
    """What the render step must know about the SageMaker project."""

    name: str
    id: str
    model_package_group: str
    kms_key_arn: str
    ml_data_bucket: str
    phase: str
    alarm_topic_arn: str
    places: Mapping[str, Place]

    @property
    def guarded(self) -> bool:
        """From phase Reliable on there are an API, monitoring, and accounts of the stages."""
        return self.phase != "repeatable"

    @property
    def region(self) -> str:
        return self.kms_key_arn.split(":")[3]

    def endpoint_name(self, stage: str) -> str:
        return endpoint_name(self.name, self.id, stage)

    def tags(self, stage: str) -> dict[str, str]:
        """Tags of a stage's stack; its resources inherit them."""
        return {
            "sagemaker:deployment-stage": stage,
            "sagemaker:project-id": self.id,
            "sagemaker:project-name": self.name,
        }


def from_environment(environment: Mapping[str, str]) -> Project:
    """The project of this environment; all missing variables are named at once."""
    phase = environment.get("PHASE") or "repeatable"
    if phase not in PHASES:
        raise DeploymentError(f"PHASE is '{phase}', it must be {', '.join(PHASES)}.", exit_status=2)
    one_account = phase == "repeatable"
    of_phase = ROLE_OF_ONE_ACCOUNT if one_account else ACCOUNTS
    values = read_variables(environment, {**VARIABLES, **of_phase})
    if values["kms_key_arn"].count(":") != 5:
        raise DeploymentError(f"KMS_KEY_ARN is '{values['kms_key_arn']}', which is no ARN of a key.", exit_status=2)
    monitor = environment.get("MONITOR_ROLE_ARN", "")
    place = _own_place if one_account else _target_place
    return Project(
        **{field: values[field] for field in VARIABLES},
        model_package_group=environment.get("MODEL_PACKAGE_GROUP_MAIN") or f"{values['name']}-{values['id']}",
        phase=phase,
        alarm_topic_arn=environment.get("ALARM_TOPIC_ARN", ""),
        places={stage: place({"monitor_role_arn": monitor, **values}, stage) for stage in STAGES},
    )


def _own_place(values: Mapping[str, str], stage: str) -> Place:
    """A stage in the project's own account: its own role, key and bucket."""
    return Place(
        account_id=values["kms_key_arn"].split(":")[4],
        model_role_arn=values["model_role_arn"],
        monitor_role_arn=values["monitor_role_arn"],
        test_role_arn="",
        key=values["kms_key_arn"],
        bucket=values["ml_data_bucket"],
    )


def _target_place(values: Mapping[str, str], stage: str) -> Place:
    """A stage in a target account, which may be the project's own: what the account keeps for all projects."""
    _, partition, _, region, *_ = values["kms_key_arn"].split(":")
    account = values[stage]
    role = f"arn:{partition}:iam::{account}:role/mlops/mlops-templates-target-{{}}-{region}"
    return Place(
        account_id=account,
        model_role_arn=role.format("model"),
        monitor_role_arn=role.format("monitor"),
        test_role_arn=role.format("test"),
        key=TARGET_KEY,
        bucket=f"sagemaker-mlops-target-{account}-{region}",
    )


def read_variables(environment: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    """The value of each variable by its field name; all missing variables are named at once."""
    missing = [variable for variable in variables.values() if not environment.get(variable)]
    if missing:
        raise DeploymentError(
            f"not set in the environment: {', '.join(missing)}. The project's CodeBuild jobs set them; on a laptop "
            "export them with the values shown in the job's Environment tab.",
            exit_status=2,
        )
    return {field: environment[variable] for field, variable in variables.items()}


def endpoint_name(project_name: str, project_id: str, stage: str) -> str:
    name = f"{project_name}-{project_id}-{stage}"
    if len(name) > ENDPOINT_NAME_LIMIT:
        raise DeploymentError(
            f"endpoint name '{name}' has {len(name)} characters, SageMaker allows {ENDPOINT_NAME_LIMIT}: "
            "create the project again with a shorter name.",
            exit_status=2,
        )
    return name
