"""Two model package groups: models of main may reach production, models of other branches never do."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import AWSHelperFn, Output, Sub, Template, sagemaker

from mlops_templates.naming import project_entity


@dataclass(frozen=True)
class ModelPackageGroup:
    """Holds the versions of one model."""

    name: AWSHelperFn


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
    return ModelPackageGroup(name=name)
