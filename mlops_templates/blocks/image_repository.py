"""Containers of the project's own: a repository and builds with docker, only when asked for (R32, R57)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from awacs.aws import Action, Allow, PolicyDocument, Statement
from troposphere import AWSHelperFn, Equals, GetAtt, If, NoValue, Parameter, Sub, Template, ecr

from mlops_templates.blocks.guests import Guests
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.parameter import TRAINING, add_parameter
from mlops_templates.duties.containers import PULL
from mlops_templates.duties.images import IMAGES
from mlops_templates.naming import project_image_repository, use_policy_arn

ASKED = "OwnsContainers"
# What has no tag is of no build; a tagged image may be that of a model version.
UNTAGGED_GO = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": 14,
            },
            "action": {"type": "expire"},
        }
    ]
}


@dataclass(frozen=True)
class ImageRepository:
    """What builds need to make and push images; nothing of it unless it was asked for."""

    policy: AWSHelperFn
    privileged: AWSHelperFn

    def environment(self) -> Mapping[str, AWSHelperFn | str]:
        """Its address; empty without one."""
        return {"IMAGE_REPOSITORY": If(ASKED, GetAtt("ImageRepository", "RepositoryUri"), "")}


def add_image_repository(template: Template, *, key: Key, guests: Guests) -> ImageRepository:
    """The repository, from which guests run what was built."""
    answer = add_parameter(
        template,
        Parameter(
            "OwnContainers",
            Type="String",
            Default="no",
            AllowedValues=["no", "yes"],
            ConstraintDescription="no or yes",
            Description="Whether builds make container images",
        ),
        group=TRAINING,
    )
    template.add_condition(ASKED, Equals(answer, "yes"))
    template.add_resource(
        ecr.Repository(
            "ImageRepository",
            Condition=ASKED,
            RepositoryPolicyText=_pulled_by(guests),
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            RepositoryName=Sub(project_image_repository()),
            EncryptionConfiguration=ecr.EncryptionConfiguration(EncryptionType="KMS", KmsKey=key.arn),
            ImageScanningConfiguration=ecr.ImageScanningConfiguration(ScanOnPush=True),
            ImageTagMutability="IMMUTABLE",
            LifecyclePolicy=ecr.LifecyclePolicy(LifecyclePolicyText=json.dumps(UNTAGGED_GO, separators=(",", ":"))),
        )
    )
    policy = If(ASKED, Sub(use_policy_arn(IMAGES.name)), NoValue)
    return ImageRepository(policy=policy, privileged=If(ASKED, True, False))


def _pulled_by(guests: Guests) -> PolicyDocument:
    statement = Statement(
        Sid="Guests",
        Effect=Allow,
        Principal=guests.principal,
        Action=[Action(*name.split(":")) for name in PULL],
        Condition=guests.condition,
    )
    return PolicyDocument(Version="2012-10-17", Statement=[statement])
