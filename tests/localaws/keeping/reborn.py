"""An embedded AWS in a process of its own that ends and begins again, as clients see it."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from mlops_templates.localaws import LocalAws, launch

REGION = "us-east-1"


@dataclass
class Reborn:
    """`aws` is the server as it is now."""

    aws: LocalAws

    @staticmethod
    def begin(state: Path) -> Reborn:
        return Reborn(launch(state))

    def client(self, service: str, environment: dict[str, str] | None = None) -> Any:
        """A client with the keys of the administrator, or with others that were given out."""
        given = environment or self.aws.environment
        return boto3.client(
            service,
            endpoint_url=self.aws.url,
            region_name=REGION,
            aws_access_key_id=given["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=given["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=given["AWS_SESSION_TOKEN"],
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    def stop(self) -> None:
        self.aws.stop()

    def kill(self) -> None:
        """End it as the power does."""
        os.kill(self.aws.pid, signal.SIGKILL)
        assert self.aws.child
        self.aws.child.wait(timeout=60)

    def again(self, **options: Any) -> Reborn:
        self.aws = launch(self.aws.state, **options)
        return self

    def role(self, name: str, *services: str) -> str:
        """The ARN of a role that the services may assume and that may do everything."""
        iam = self.client("iam")
        names = [f"{service}.amazonaws.com" for service in services]
        trust = policy({"Effect": "Allow", "Principal": {"Service": names}, "Action": "sts:AssumeRole"})
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        rights = policy({"Effect": "Allow", "Action": "*", "Resource": "*"})
        iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights)
        return str(arn)


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
