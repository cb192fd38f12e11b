"""The SageMaker project this build belongs to, as its CodeBuild environment describes it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ml_pipelines import branch_names

MAIN = "main"
VARIABLES = {
    "name": "SAGEMAKER_PROJECT_NAME",
    "id": "SAGEMAKER_PROJECT_ID",
    "region": "AWS_DEFAULT_REGION",
    "role": "SAGEMAKER_EXECUTION_ROLE_ARN",
    "bucket": "ML_DATA_BUCKET",
    "kms_key": "KMS_KEY_ARN",
    "branch": "BRANCH_NAME",
}
# Named after the project by what follows the dash, unless the environment says otherwise.
NAMED = {
    "main_group": ("MODEL_PACKAGE_GROUP_MAIN", ""),
    "dev_group": ("MODEL_PACKAGE_GROUP_DEV", "-dev"),
    "main_pipeline": ("SAGEMAKER_PIPELINE_NAME", "-training"),
}
# Both or neither: without them jobs run in SageMaker's own network.
NETWORK = {"subnets": "SUBNET_IDS", "security_groups": "SECURITY_GROUP_IDS"}
IMAGES = "IMAGE_REPOSITORY"
DEVELOPMENT, SAME = "DEVELOPMENT_ACCOUNT_ID", "same"


class ProjectError(Exception):
    """The environment does not describe a project."""


@dataclass(frozen=True)
class Project:
    name: str
    id: str
    region: str
    role: str
    bucket: str
    kms_key: str
    main_group: str
    dev_group: str
    branch: str
    main_pipeline: str
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()
    development_account: str = ""
    """Where pipelines run, if not in the account of the project."""
    disk_key: str = ""
    """Encrypts the disks of jobs, if the key of the project does not."""
    image_repository: str = ""
    """Where the images of jobs with a dockerfile are, if the project has containers of its own."""

    @property
    def account(self) -> str:
        """That of the project: it holds data, models and versions, wherever they are made."""
        return self.kms_key.split(":")[4]

    @property
    def suffix(self) -> str:
        """Empty on main; elsewhere the branch, so that a branch never writes over main's pipeline or data."""
        return "" if self.branch == MAIN else f"-{branch_names.slug(self.branch)}"

    @property
    def branch_label(self) -> str:
        """What a model version says of its branch."""
        return branch_names.label(self.branch)

    @property
    def use_case(self) -> str:
        """First part of every key in the ML data bucket."""
        return self.name + self.suffix

    @property
    def pipeline_name(self) -> str:
        return self.main_pipeline + self.suffix

    @property
    def model_package_group(self) -> str:
        """Only models of main may reach production."""
        return self.main_group if self.branch == MAIN else self.dev_group

    @property
    def tags(self) -> list[dict[str, str]]:
        """Studio finds what belongs to a project by these."""
        return [
            {"Key": "sagemaker:project-name", "Value": self.name},
            {"Key": "sagemaker:project-id", "Value": self.id},
        ]


def from_environment(environment: Mapping[str, str]) -> Project:
    missing = [variable for variable in VARIABLES.values() if not environment.get(variable)]
    if missing:
        raise ProjectError(
            f"environment variables are not set: {', '.join(missing)}. The project's CodeBuild project sets them; "
            "for a run from your own machine, see 'Try something on a branch' in README.md"
        )
    network = {field: listed(environment.get(variable, "")) for field, variable in NETWORK.items()}
    if bool(network["subnets"]) != bool(network["security_groups"]):
        raise ProjectError("SUBNET_IDS and SECURITY_GROUP_IDS go together; set both, or neither")
    facts = {field: environment[variable] for field, variable in VARIABLES.items()}
    project = f"{facts['name']}-{facts['id']}"
    names = {field: environment.get(variable) or project + end for field, (variable, end) in NAMED.items()}
    here = Project(**facts, **names, **network, image_repository=environment.get(IMAGES, ""))
    return replace(here, development_account=other_account(here, environment.get(DEVELOPMENT) or SAME))


def other_account(here: Project, development: str) -> str:
    """The development account; empty when it is that of the project."""
    if development == SAME:
        return ""
    if not re.fullmatch(r"[0-9]{12}", development):
        raise ProjectError(f"{DEVELOPMENT} is {development!r}; set it to {SAME} or to an account id of 12 digits")
    return "" if development == here.account else development


def listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
