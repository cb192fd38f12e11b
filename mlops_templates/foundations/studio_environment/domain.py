"""The SageMaker domain and its user profiles."""

from __future__ import annotations

from collections.abc import Mapping

from troposphere import AWSHelperFn, Equals, If, Not, NoValue, Ref, Split, Tags, Template, sagemaker

from mlops_templates.foundations.form import Field, add_field
from mlops_templates.foundations.private_network import PrivateNetwork

GROUP = "Studio"
LOCATION_TAG = "sagemaker:projectS3TemplatesLocation"
LOCATED = "HasProjectTemplates"
DEFAULT_PERSONA = "data-scientist"


def add_domain(
    template: Template, *, network: PrivateNetwork, key: AWSHelperFn, roles: Mapping[str, AWSHelperFn]
) -> sagemaker.Domain:
    _add_form(template)
    location = {"Key": LOCATION_TAG, "Value": Ref("ProjectTemplatesLocation")}
    domain = template.add_resource(
        sagemaker.Domain(
            "Domain",
            # Deleting a domain deletes the home directories of everybody.
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            DomainName=Ref("DomainName"),
            AuthMode="IAM",
            AppNetworkAccessType="VpcOnly",
            VpcId=network.vpc_id,
            SubnetIds=Split(",", network.subnet_ids),
            KmsKeyId=key,
            DefaultUserSettings=_settings(roles[DEFAULT_PERSONA], network),
            DomainSettings=sagemaker.DomainSettings(
                DockerSettings=sagemaker.DockerSettings(EnableDockerAccess="DISABLED"),
                ExecutionRoleIdentityConfig="USER_PROFILE_NAME",
                SecurityGroupIds=[network.security_group_id],
            ),
            TagPropagation="ENABLED",
            Tags=Tags(If(LOCATED, location, NoValue)) + Tags({"mlops-templates:part": "studio"}),
        )
    )
    for persona, role in roles.items():
        template.add_resource(_profile(persona, role, domain))
    return domain


def _profile(persona: str, role: AWSHelperFn, domain: sagemaker.Domain) -> sagemaker.UserProfile:
    return sagemaker.UserProfile(
        "".join(word.capitalize() for word in persona.split("-")) + "Profile",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        DomainId=Ref(domain),
        UserProfileName=persona,
        UserSettings=sagemaker.UserSettings(ExecutionRole=role),
    )


def _settings(role: AWSHelperFn, network: PrivateNetwork) -> sagemaker.UserSettings:
    idle = sagemaker.IdleSettings(
        LifecycleManagement="ENABLED",
        IdleTimeoutInMinutes=Ref("IdleMinutes"),
        MinIdleTimeoutInMinutes=60,
        MaxIdleTimeoutInMinutes=Ref("IdleMinutes"),
    )
    lifecycle = sagemaker.AppLifecycleManagement(IdleSettings=idle)
    return sagemaker.UserSettings(
        ExecutionRole=role,
        SecurityGroups=[network.security_group_id],
        StudioWebPortal="ENABLED",
        DefaultLandingUri="studio::",
        JupyterLabAppSettings=sagemaker.JupyterLabAppSettings(AppLifecycleManagement=lifecycle),
        CodeEditorAppSettings=sagemaker.CodeEditorAppSettings(AppLifecycleManagement=lifecycle),
        # Outputs of notebooks may hold data.
        SharingSettings=sagemaker.SharingSettings(NotebookOutputOption="Disabled"),
    )


def _add_form(template: Template) -> None:
    for field in (_name(), _idle(), _location()):
        add_field(template, GROUP, field)
    template.add_condition(LOCATED, Not(Equals(Ref("ProjectTemplatesLocation"), "")))


def _name() -> Field:
    return Field(
        "DomainName",
        "Name of the domain",
        "Name of the SageMaker domain.",
        "must be 1 to 63 letters, digits and single hyphens between them",
        pattern="[a-zA-Z0-9](-*[a-zA-Z0-9])*",
        default="mlops",
        longest=63,
    )


def _idle() -> Field:
    return Field(
        "IdleMinutes",
        "Idle shutdown",
        "Minutes after which an idle notebook or editor is shut down; nobody can choose more.",
        "must be 60, 120, 240, 480 or 1440",
        choices=("60", "120", "240", "480", "1440"),
        default="120",
    )


def _location() -> Field:
    return Field(
        "ProjectTemplatesLocation",
        "S3 project templates",
        "Where Studio finds templates of organizations in S3, as `mlops-templates publish --channel s3` says. "
        "Empty: Service Catalog only.",
        "must be such as s3://bucket/prefix/, or empty",
        pattern="s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([A-Za-z0-9_.-]+/)*|",
        default="",
    )
