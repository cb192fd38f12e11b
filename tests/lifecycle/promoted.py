"""A project on its way up: what its stack holds, what people put into it, and what a move would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.catalog import find_product
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.naming import asset_bucket
from mlops_templates.publish import Clients, Settings, apply, make_plan
from tests.products.floors import STATEFUL
from tests.rendered import product_document

Form = Mapping[str, str]
REPOSITORIES = ("model-build", "model-deploy")


def offer(products: tuple[str, ...], clients: Clients) -> None:
    """Publish the products to Service Catalog."""
    bundle = make_bundle([find_product(name) for name in products], "codecommit")
    apply(make_plan(bundle, Settings(), clients), bundle, clients, report=lambda step: None)


@dataclass(frozen=True)
class Promoted:
    """One project, whatever floor it stands on."""

    name: str
    clients: Clients

    @staticmethod
    def begin(name: str, product: str, clients: Clients) -> Promoted:
        projects.create(name, product, {}, clients)
        projects.wait(name, clients)
        return Promoted(name, clients)

    @property
    def project(self) -> projects.Project:
        project = projects.read_project(self.name, self.clients)
        assert project is not None
        return project

    @property
    def stack(self) -> str:
        return self.project.stack(self.clients)

    def holds(self) -> dict[str, str]:
        """Physical ids of what holds something, by logical id."""
        return {name: one["PhysicalResourceId"] for name, one in self._resources().items() if _is_stateful(one)}

    def pipelines(self) -> set[str]:
        found = self._resources().items()
        return {name for name, one in found if one["ResourceType"] == "AWS::CodePipeline::Pipeline"}

    def _resources(self) -> dict[str, Any]:
        pages = self.clients.cloudformation.get_paginator("list_stack_resources").paginate(StackName=self.stack)
        found = [one for page in pages for one in page["StackResourceSummaries"]]
        return {one["LogicalResourceId"]: one for one in found}

    def losses(self, product: str, form: Form) -> list[str]:
        """What of the stateful a change set to the product's template would remove or make anew; nothing is done.

        `Conditional` is no loss: the address of a repository that changes itself might change, and does not.
        """
        return [
            f"{change['Action']} {change['LogicalResourceId']}"
            for change in _changes(self.clients, self.stack, product, form)
            if _is_stateful(change) and (change["Action"] == "Remove" or change.get("Replacement") == "True")
        ]

    def put(self, floor: str) -> None:
        """Leave something of people on this floor."""
        self.clients.s3.put_object(Bucket=self.holds()["MlDataBucket"], Key=f"{floor}.csv", Body=floor.encode())

    def contents(self) -> dict[str, str]:
        """What people put into buckets, repositories and the registry."""
        holds = self.holds()
        bucket, group = holds["MlDataBucket"], holds["MainModelPackageGroup"].rpartition("/")[2]
        objects = self.clients.s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        models = self.clients.sagemaker.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
        return {
            **{one["Key"]: one["ETag"] for one in objects},
            **{one["ModelPackageArn"]: one["ModelApprovalStatus"] for one in models},
            **{repository: _head(f"sagemaker-{group}-{repository}") for repository in REPOSITORIES},
        }


def _head(repository: str) -> str:
    found = boto3.client("codecommit").get_branch(repositoryName=repository, branchName="experiment")
    return str(found["branch"]["commitId"])


def _is_stateful(resource: Mapping[str, Any]) -> bool:
    return resource["ResourceType"] in STATEFUL


def _changes(clients: Clients, stack: str, product: str, form: Form) -> list[dict[str, Any]]:
    """What a change set says that the published template would do to the stack."""
    cloudformation = clients.cloudformation
    made = cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=f"up-to-{product}",
        TemplateURL=_published(product, clients),
        Parameters=_parameters(stack, product, form, clients),
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    cloudformation.get_waiter("change_set_create_complete").wait(ChangeSetName=made["Id"], WaiterConfig={"Delay": 1})
    pages = cloudformation.get_paginator("describe_change_set").paginate(ChangeSetName=made["Id"])
    found = [change["ResourceChange"] for page in pages for change in page["Changes"]]
    cloudformation.delete_change_set(ChangeSetName=made["Id"])
    return found


def _published(product: str, clients: Clients) -> str:
    bucket = asset_bucket(ACCOUNT, clients.region)
    (found,) = clients.s3.list_objects_v2(Bucket=bucket, Prefix=f"templates/{product}.codecommit-")["Contents"]
    return f"https://{bucket}.s3.{clients.region}.amazonaws.com/{found['Key']}"


def _parameters(stack: str, product: str, form: Form, clients: Clients) -> list[dict[str, Any]]:
    """What the form does not name keeps its value, but for the tools that experiments alone may open."""
    (found,) = clients.cloudformation.describe_stacks(StackName=stack)["Stacks"]
    names = {one["ParameterKey"] for one in found["Parameters"]} - form.keys()
    lost = names - product_document(product)["Parameters"].keys()
    assert lost <= {"EmrApplicationId", "LambdaFunctions", "TeamImages"}
    names -= lost
    return [
        *({"ParameterKey": name, "UsePreviousValue": True} for name in sorted(names)),
        *({"ParameterKey": name, "ParameterValue": value} for name, value in form.items()),
    ]
