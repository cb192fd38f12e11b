"""Two model package groups: models of main may reach production, models of other branches never do."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import AWSHelperFn, Output, Sub, Template, sagemaker

from mlops_templates.model import Permission
from mlops_templates.naming import PROJECT_ID, arn, project_entity


@dataclass(frozen=True)
class ModelPackageGroup:
    """Holds the versions of one model."""

    name: AWSHelperFn
    # SageMaker writes the names in some ARNs in lower case, so the ARNs below start after the project's name.
    group_arn: AWSHelperFn
    package_arn: AWSHelperFn

    def read(self) -> Permission:
        return Permission(("sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages"), (self.package_arn,))

    def register(self) -> tuple[Permission, ...]:
        register = ("sagemaker:AddTags", "sagemaker:CreateModelPackage")
        group = Permission(("sagemaker:DescribeModelPackageGroup",), (self.group_arn,))
        return (self.read(), group, Permission(register, (self.package_arn,)))


@dataclass(frozen=True)
class ModelRegistry:
    """The Main group and the Dev/Feat group."""

    main: ModelPackageGroup
    dev: ModelPackageGroup


def add_model_registry(template: Template) -> ModelRegistry:
    return ModelRegistry(
        main=_add_group(template, "MainModelPackageGroup", "", "Models of main, which may go to production"),
        dev=_add_group(template, "DevModelPackageGroup", "dev", "Models of other branches, which are never deployed"),
    )


def _add_group(template: Template, identifier: str, noun: str, purpose: str) -> ModelPackageGroup:
    name = Sub(project_entity(noun))
    template.add_resource(
        sagemaker.ModelPackageGroup(
            identifier,
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            ModelPackageGroupName=name,
            ModelPackageGroupDescription=purpose,
        )
    )
    template.add_output(Output(f"{identifier}Name", Description=purpose, Value=name))
    ending = "-".join(filter(None, (f"*-{PROJECT_ID}", noun)))
    return ModelPackageGroup(
        name=name,
        group_arn=Sub(arn("sagemaker", f"model-package-group/{ending}")),
        package_arn=Sub(arn("sagemaker", f"model-package/{ending}/*")),
    )
