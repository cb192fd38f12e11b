"""What everybody does in Studio: their own spaces and apps, looking at projects, models and runs."""

from __future__ import annotations

from awacs.aws import ArnLike, Condition
from troposphere import AWSHelperFn, Sub

from mlops_templates.foundations.grants import grant_key, use_key
from mlops_templates.model import Permission
from mlops_templates.naming import arn

OWN_SPACES = ("sagemaker:CreateSpace", "sagemaker:DeleteSpace", "sagemaker:UpdateSpace")
OWN_APPS = ("sagemaker:CreateApp", "sagemaker:DeleteApp")
LOOK = (
    "sagemaker:DescribeApp", "sagemaker:DescribeDomain", "sagemaker:DescribeSpace", "sagemaker:DescribeUserProfile",
    "sagemaker:ListTags",
)  # fmt: skip
# These know no resource.
LISTS = (
    "sagemaker:GetSearchSuggestions", "sagemaker:ListApps", "sagemaker:ListCodeRepositories", "sagemaker:ListDomains",
    "sagemaker:ListEndpoints", "sagemaker:ListExperiments", "sagemaker:ListModelPackageGroups",
    "sagemaker:ListPipelines", "sagemaker:ListProcessingJobs", "sagemaker:ListProjects", "sagemaker:ListSpaces",
    "sagemaker:ListTrainingJobs", "sagemaker:ListUserProfiles",
)  # fmt: skip
READ = (
    "sagemaker:DescribeCodeRepository", "sagemaker:DescribeEndpoint", "sagemaker:DescribeModelPackage",
    "sagemaker:DescribeModelPackageGroup", "sagemaker:DescribePipeline",
    "sagemaker:DescribePipelineDefinitionForExecution",
    "sagemaker:DescribePipelineExecution", "sagemaker:DescribeProcessingJob", "sagemaker:DescribeProject",
    "sagemaker:DescribeTrainingJob", "sagemaker:ListModelPackages", "sagemaker:ListPipelineExecutionSteps",
    "sagemaker:ListPipelineExecutions",
)  # fmt: skip
READ_KINDS = (
    "code-repository", "endpoint", "model-package", "model-package-group", "pipeline", "processing-job", "project",
    "training-job",
)  # fmt: skip
LOGS = ("logs:DescribeLogStreams", "logs:GetLogEvents")


def use_workplace(persona: str, key: AWSHelperFn) -> tuple[Permission, ...]:
    spaces, apps = Sub(arn("sagemaker", "space/*")), Sub(arn("sagemaker", f"app/*/{persona}/*"))
    # Apps of a space stand under its name, so what is one's own is known by its owner.
    own = Condition(ArnLike({"sagemaker:OwnerUserProfileArn": Sub(arn("sagemaker", f"user-profile/*/{persona}"))}))
    places = tuple(Sub(arn("sagemaker", f"{kind}/*")) for kind in ("app", "domain", "space", "user-profile"))
    logs = arn("logs", "log-group:/aws/sagemaker/*")
    return (
        Permission(OWN_SPACES, (spaces,), own),
        Permission(OWN_APPS, (Sub(arn("sagemaker", "app/*")),), own),
        Permission(OWN_APPS, (apps,)),
        Permission(("sagemaker:CreatePresignedDomainUrl",), (Sub(arn("sagemaker", f"user-profile/*/{persona}")),)),
        Permission(LOOK, places),
        Permission(READ, tuple(Sub(arn("sagemaker", f"{kind}/*")) for kind in READ_KINDS)),
        Permission((*LISTS, "sagemaker:Search"), ("*",)),
        Permission(LOGS, (Sub(logs), Sub(f"{logs}:log-stream:*"))),
        use_key(key),
        grant_key(key),
    )
