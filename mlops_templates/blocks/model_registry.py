"""Two model package groups: models of main may reach production, models of other branches never do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from awacs.aws import Action, Allow, PolicyDocument, Statement
from troposphere import AWSHelperFn, Output, Sub, Template, encode_to_dict, sagemaker

from mlops_templates.blocks.guests import Guests
from mlops_templates.naming import arn, project_entity

USE_VERSIONS = ("CreateModel", "DescribeModelPackage", "DescribeModelPackageGroup", "ListModelPackages")
REGISTER = ("CreateModelPackage", "DescribeModelPackage", "DescribeModelPackageGroup", "ListModelPackages")


@dataclass(frozen=True)
class ModelPackageGroup:
    """Holds the versions of one model."""

    name: AWSHelperFn


@dataclass(frozen=True)
class ModelRegistry:
    """The Main group and the Dev/Feat group."""

    main: ModelPackageGroup
    dev: ModelPackageGroup


def add_model_registry(
    template: Template, *, deployers: Guests | None = None, trainers: Guests | None = None
) -> ModelRegistry:
    """Both groups; deployers make models of versions in the Main group, trainers register into both."""
    return ModelRegistry(
        main=_add_group(template, "MainModelPackageGroup", "", "Models of main", deployers, trainers),
        dev=_add_group(template, "DevModelPackageGroup", "dev", "Models of branches, never deployed", None, trainers),
    )


def _add_group(
    template: Template, identifier: str, noun: str, purpose: str, deployers: Guests | None, trainers: Guests | None
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
    statements = [
        *_guests("Deployers", USE_VERSIONS, noun, deployers),
        *_guests("Trainers", REGISTER, noun, trainers),
    ]
    if statements:
        group.ModelPackageGroupPolicy = encode_to_dict(PolicyDocument(Version="2012-10-17", Statement=statements))
    template.add_output(Output(f"{identifier}Name", Description=purpose, Value=name))
    return ModelPackageGroup(name=name)


def _guests(sid: str, actions: Sequence[str], noun: str, guests: Guests | None) -> Iterator[Statement]:
    if guests is not None:
        group = Sub(arn("sagemaker", f"model-package-group/{project_entity(noun)}"))
        versions = Sub(arn("sagemaker", f"model-package/{project_entity(noun)}/*"))
        yield Statement(
            Sid=sid,
            Effect=Allow,
            Principal=guests.principal,
            Action=[Action("sagemaker", name) for name in actions],
            Resource=[group, versions],
        )
