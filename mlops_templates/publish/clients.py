"""The AWS clients that publishing uses, made once and passed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import InvalidRegionError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish.problems import explained

SERVICES = ("cloudformation", "s3", "sts", "iam", "servicecatalog", "sagemaker")


@dataclass(frozen=True)
class Clients:
    """boto3 clients of one account and region. boto3 makes their classes at run time, so they have no static type."""

    cloudformation: Any
    s3: Any
    sts: Any
    iam: Any
    servicecatalog: Any
    sagemaker: Any

    @property
    def region(self) -> str:
        return str(self.cloudformation.meta.region_name)


def connect(region: str | None = None) -> Clients:
    """Clients by the standard chain of credentials and settings (environment, profile, SSO, role)."""
    session = open_session(region)
    with explained("reach AWS"):
        return Clients(*(client_of(session, service) for service in SERVICES))


def open_session(region: str | None = None) -> boto3.session.Session:
    """The account and region of the standard chain.

    Raises:
        MlopsTemplatesError: there is no region, or no such profile.
    """
    with explained("reach AWS"):
        session = boto3.session.Session(region_name=region)
    if not session.region_name:
        raise MlopsTemplatesError("No AWS region is set. Give --region, or set AWS_DEFAULT_REGION or a profile.")
    return session


def client_of(session: boto3.session.Session, service: str, keys: Mapping[str, str] | None = None) -> Any:
    """One client, with these keys or those of the session. It asks again when AWS is busy, which passes."""
    config = Config(retries={"mode": "standard", "total_max_attempts": 4}, connect_timeout=5)
    try:
        return session.client(service, config=config, **(keys or {}))
    except InvalidRegionError as error:
        raise MlopsTemplatesError(f"{session.region_name!r} is no AWS region, such as eu-west-1.") from error
    except ValueError as error:
        raise MlopsTemplatesError(f"{error}: check AWS_ENDPOINT_URL.") from error
