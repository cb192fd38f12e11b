"""Logical ids, physical names and project tags.

Physical names are texts for `Fn::Sub`. Each fits AWS's limit for the longest project name (32) and id (20);
buckets, roles and rules have the tightest limits and so carry the id alone.
"""

PROJECT_NAME = "${SageMakerProjectName}"
PROJECT_ID = "${SageMakerProjectId}"
PARTITION = "${AWS::Partition}"
ACCOUNT = "${AWS::AccountId}"
REGION = "${AWS::Region}"

LONGEST_PROJECT_NAME = 32
LONGEST_PROJECT_ID = 20

IAM_PATH = "/mlops/"

# Studio finds what belongs to a project by these tags; the values are the parameters of that name.
PROJECT_NAME_TAG = "sagemaker:project-name"
PROJECT_ID_TAG = "sagemaker:project-id"
# The roles of a project carry its key, so that a shared policy can name it.
KEY_ID_TAG = "mlops:key-id"
# The role of a pipeline that reads over a connection carries the repository, that of the seeding job both.
REPOSITORY_TAG = "mlops:repository"
SEEDED_TAGS = ("mlops:repository-build", "mlops:repository-deploy")
# The role of a workflow that deploys to a stage carries the account of that stage.
STAGE_ACCOUNT_TAG = "mlops:stage-account"
PROJECT_TAGS = {PROJECT_NAME_TAG: "SageMakerProjectName", PROJECT_ID_TAG: "SageMakerProjectId"}


# Costs are told apart by these tags; the values are the parameters of that name.
COST_TAGS = {"mlops:cost-center": "CostCenter", "mlops:team": "Team"}

# What drift monitors of projects measure.
METRICS_NAMESPACE = "mlops-templates/drift"


def logical_id(*words: str) -> str:
    """`logical_id("model_build", "repository")` is `ModelBuildRepository`."""
    parts = [part for word in words for part in word.replace("-", "_").split("_")]
    return "".join(part[:1].upper() + part[1:] for part in parts)


def arn(service: str, resource: str) -> str:
    """A resource of this account and region."""
    return f"arn:{PARTITION}:{service}:{REGION}:{ACCOUNT}:{resource}"


def project_bucket(noun: str) -> str:
    return f"sagemaker-{PROJECT_ID}-{noun}-{ACCOUNT}"


def project_role(noun: str) -> str:
    """Also the name of the managed policy of that role."""
    return f"sagemaker-{PROJECT_ID}-{noun}"


def role_arn(noun: str) -> str:
    """For a role that names itself; others take the ARN from its handle."""
    return f"arn:{PARTITION}:iam::{ACCOUNT}:role{IAM_PATH}{project_role(noun)}"


def project_rule(noun: str) -> str:
    return f"sagemaker-{PROJECT_ID}-{noun}"


def project_resource(noun: str) -> str:
    """CI/CD resources: repositories, CodeBuild projects, pipelines, stacks, queues, topics."""
    return f"sagemaker-{PROJECT_NAME}-{PROJECT_ID}-{noun}"


def project_image_repository() -> str:
    """Lower case alone is allowed, so it carries the id. Not `sagemaker-`: so are AWS's images, which all may pull."""
    return f"mlops-{PROJECT_ID}-images"


def project_log(noun: str) -> str:
    return f"/mlops/{project_resource(noun)}"


def project_entity(noun: str = "") -> str:
    """SageMaker entities: code repositories, model package groups, pipelines, endpoints."""
    return "-".join(filter(None, (PROJECT_NAME, PROJECT_ID, noun)))


def boundary_name(region: str = REGION) -> str:
    return f"mlops-templates-boundary-{region}"


def boundary_arn(partition: str = PARTITION, account: str = ACCOUNT, region: str = REGION) -> str:
    """The permissions boundary of every role that a project makes."""
    return f"arn:{partition}:iam::{account}:policy{IAM_PATH}{boundary_name(region)}"


def use_policy_name(duty: str, region: str = REGION) -> str:
    return f"mlops-templates-use-{duty}-{region}"


def use_policy_arn(duty: str) -> str:
    """The policy that all projects share for one duty of their roles."""
    return f"arn:{PARTITION}:iam::{ACCOUNT}:policy{IAM_PATH}{use_policy_name(duty)}"


def target_role_arn(duty: str, account: str = ACCOUNT) -> str:
    """A role of the target-account foundation, in the account of a stage."""
    return f"arn:{PARTITION}:iam::{account}:role{IAM_PATH}mlops-templates-target-{duty}-{REGION}"


def launch_role_name(product: str, region: str = REGION) -> str:
    """The role as which Service Catalog makes projects of that product; 64 characters for the longest."""
    return f"mlops-templates-launch-{product}-{region}"


def launch_policy_name(product: str, part: str, region: str = REGION) -> str:
    return f"mlops-templates-launch-{product}-{part}-{region}"


def asset_bucket(account: str = ACCOUNT, region: str = REGION) -> str:
    """Holds published templates and seed archives."""
    return f"sagemaker-mlops-templates-{account}-{region}"


def access_log_bucket() -> str:
    """Holds the access logs of all buckets of ours in its account and region."""
    return f"sagemaker-mlops-access-logs-{ACCOUNT}-{REGION}"


def seed_key(seed: str, digest: str) -> str:
    return f"seeds/{seed}-{digest}.zip"


def template_key(product: str, scm: str, digest: str) -> str:
    return f"templates/{product}.{scm}-{digest}.yaml"
