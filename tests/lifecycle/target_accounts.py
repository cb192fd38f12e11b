"""Accounts of stages for tests: the target-account foundation deployed in members of the organization."""

from __future__ import annotations

from pathlib import Path

import boto3

from mlops_templates.foundations.target_account import FILE_NAME, STACK_NAME
from mlops_templates.localaws.clients import ACCOUNT

CLOUDFORMATION = Path(__file__).resolve().parents[2] / "cloudformation"


def administrator(account: str) -> boto3.Session:
    """A session of who administers an account; the managing account's is the session of this process."""
    own = boto3.Session()
    if account == ACCOUNT:
        return own
    role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
    keys = own.client("sts").assume_role(RoleArn=role, RoleSessionName="administrator")["Credentials"]
    return boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], own.region_name)


def add_target_account(account: str, **more: str) -> boto3.Session:
    """Deploy the foundation as its administrator does, without a network; give the administrator's session.

    What else the form says may be given by name.
    """
    session = administrator(account)
    s3, cloudformation = session.client("s3"), session.client("cloudformation")
    bucket = f"templates-{account}-{session.region_name}"
    place = {"CreateBucketConfiguration": {"LocationConstraint": session.region_name}}
    s3.create_bucket(Bucket=bucket, **({} if session.region_name == "us-east-1" else place))
    s3.put_object(Bucket=bucket, Key=FILE_NAME, Body=(CLOUDFORMATION / FILE_NAME).read_bytes())
    form = {"ToolingAccountId": ACCOUNT, "Network": "none", **more}
    cloudformation.create_stack(
        StackName=STACK_NAME,
        TemplateURL=f"https://{bucket}.s3.{session.region_name}.amazonaws.com/{FILE_NAME}",
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in form.items()],
    )
    cloudformation.get_waiter("stack_create_complete").wait(StackName=STACK_NAME, WaiterConfig={"Delay": 1})
    return session
