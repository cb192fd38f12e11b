"""The project this repository belongs to, as the pipeline's environment describes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from deployment.errors import DeploymentError

ENDPOINT_NAME_LIMIT = 63
VARIABLES = {
    "name": "SAGEMAKER_PROJECT_NAME",
    "id": "SAGEMAKER_PROJECT_ID",
    "model_package_group": "MODEL_PACKAGE_GROUP_MAIN",
    "model_execution_role_arn": "MODEL_EXECUTION_ROLE_ARN",
    "kms_key_arn": "KMS_KEY_ARN",
    "ml_data_bucket": "ML_DATA_BUCKET",
}


@dataclass(frozen=True)
class Project:
    """What the render step must know about the SageMaker project."""

    name: str
    id: str
    model_package_group: str
    model_execution_role_arn: str
    kms_key_arn: str
    ml_data_bucket: str

    def endpoint_name(self, stage: str) -> str:
        return endpoint_name(self.name, self.id, stage)


def from_environment(environment: Mapping[str, str]) -> Project:
    """The project of this environment; all missing variables are named at once."""
    return Project(**read_variables(environment, VARIABLES))


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
