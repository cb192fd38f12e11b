"""Projects, which only lead data scientists start, change and delete: by Service Catalog or by a template in S3."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals
from troposphere import Sub

from mlops_templates.foundations.grants import pass_roles
from mlops_templates.model import Permission
from mlops_templates.naming import ACCOUNT, PARTITION, arn, asset_bucket

PROJECTS = ("CreateProject", "DeleteProject", "UpdateProject", "AddTags")
# These know no resource, or the products of whoever is asking.
CATALOG = (
    "DescribeProduct", "DescribeProductView", "DescribeProvisioningParameters", "ListLaunchPaths",
    "ListProvisioningArtifacts", "ProvisionProduct",
)  # fmt: skip
LOOK = ("ListPortfolios", "SearchProducts")
PROVISIONED = (
    "DescribeProvisionedProduct", "DescribeRecord", "SearchProvisionedProducts", "TerminateProvisionedProduct",
    "UpdateProvisionedProduct",
)  # fmt: skip
STACKS = (
    "CreateStack", "DeleteStack", "DescribeStackEvents", "DescribeStacks", "GetTemplate", "TagResource",
    "UntagResource", "UpdateStack",
)  # fmt: skip
LAUNCH_ROLE = f"arn:{PARTITION}:iam::{ACCOUNT}:role/AmazonSageMakerProjectsLaunchRole"


def start_projects() -> tuple[Permission, ...]:
    products = (f"arn:{PARTITION}:catalog:${{AWS::Region}}:{ACCOUNT}:product/*",)
    # Never what others have provisioned.
    own = Condition(StringEquals({"servicecatalog:userLevel": "self"}))
    return (
        Permission(tuple(f"sagemaker:{action}" for action in PROJECTS), (Sub(arn("sagemaker", "project/*")),)),
        Permission(tuple(f"servicecatalog:{action}" for action in CATALOG), tuple(Sub(one) for one in products)),
        Permission(tuple(f"servicecatalog:{action}" for action in LOOK), ("*",)),
        Permission(tuple(f"servicecatalog:{action}" for action in PROVISIONED), ("*",), own),
        *_by_template(),
    )


def _by_template() -> tuple[Permission, ...]:
    bucket = f"arn:{PARTITION}:s3:::{asset_bucket()}"
    stacks = Sub(arn("cloudformation", "stack/SP-*"))
    return (
        Permission(("s3:GetBucketLocation", "s3:ListBucket"), (Sub(bucket),)),
        Permission(("s3:GetObject", "s3:GetObjectTagging"), (Sub(f"{bucket}/*"),)),
        Permission(tuple(f"cloudformation:{action}" for action in STACKS), (stacks,)),
        Permission(("cloudformation:GetTemplateSummary", "cloudformation:ValidateTemplate"), ("*",)),
        pass_roles(("cloudformation.amazonaws.com",), Sub(LAUNCH_ROLE)),
    )
