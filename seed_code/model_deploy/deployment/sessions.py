"""Clients of AWS: those of this job, and those of a role in the account of a stage."""

from dataclasses import dataclass, field
from typing import Any

SESSION_NAME = "model-deploy"


@dataclass(frozen=True)
class Sessions:
    """Makes clients; one session per role."""

    _known: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str, role_arn: str = "", **options: Any) -> Any:
        """A client with this role; without one, with the identity of this job."""
        return self.session(role_arn).client(service, **options)

    def session(self, role_arn: str = "") -> Any:
        if role_arn not in self._known:
            self._known[role_arn] = _session(role_arn)
        return self._known[role_arn]


def _session(role_arn: str) -> Any:
    import boto3

    own = boto3.Session()
    if not role_arn:
        return own
    assumed = own.client("sts").assume_role(RoleArn=role_arn, RoleSessionName=SESSION_NAME)["Credentials"]
    return boto3.Session(
        aws_access_key_id=assumed["AccessKeyId"],
        aws_secret_access_key=assumed["SecretAccessKey"],
        aws_session_token=assumed["SessionToken"],
        region_name=own.region_name,
    )
