"""Two model package groups: models of main may reach production, models of other branches never do."""

from __future__ import annotations

from dataclasses import dataclass

from awacs.aws import Action, Allow, PolicyDocument, Statement
from troposphere import AWSHelperFn, Output, Sub, Template, encode_to_dict, sagemaker

from mlops_templates.blocks.stage_accounts import StageAccounts
from mlops_templates.naming import arn, project_entity

USE_VERSIONS = ("CreateModel", "DescribeModelPackage", "DescribeModelPackageGroup", "ListModelPackages")


@dataclass(frozen=True)
class ModelPackageGroup:
    """Holds the versions of one model."""

    name: AWSHelperFn


@dataclass(frozen=True)
class ModelRegistry:
    """The Main group and the Dev/Feat group."""

    main: ModelPackageGroup
    dev: ModelPackageGroup


def add_model_registry(template: Template, *, stages: StageAccounts | None = None) -> ModelRegistry:
    """Both groups; the accounts of the stages may make models of versions in the Main group."""
    return ModelRegistry(
        main=_add_group(template, "MainModelPackageGroup", "", "Models of main", stages),
        dev=_add_group(template, "DevModelPackageGroup", "dev", "Models of branches, never deployed"),
    )


def _add_group(
    template: Template, identifier: str, noun: str, purpose: str, stages: StageAccounts | None = None
) -> ModelPackageGroup:
    name = Sub(project_entity(noun))
    group = template.add_resource(
        sagemaker.ModelPackageGroup(
            identifier,
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            ModelPackageGroupName=name,
            ModelPackageGroupDescription=purpose,
        )
    )
    if stages is not None:
        group.ModelPackageGroupPolicy = encode_to_dict(_readers(stages))
    template.add_output(Output(f"{identifier}Name", Description=purpose, Value=name))
    return ModelPackageGroup(name=name)


def _readers(stages: StageAccounts) -> PolicyDocument:
    group = Sub(arn("sagemaker", f"model-package-group/{project_entity()}"))
    versions = Sub(arn("sagemaker", f"model-package/{project_entity()}/*"))
    statement = Statement(
        Sid="StageAccounts",
        Effect=Allow,
        Principal=stages.principal,
        Action=[Action("sagemaker", name) for name in USE_VERSIONS],
        Resource=[group, versions],
    )
    return PolicyDocument(Version="2012-10-17", Statement=[statement])
