"""A data lake beside projects: buckets of their own account and of another one, each with an object."""

from __future__ import annotations

import json
from typing import Any

from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.testing import LocalAccount

OWNER = "333500000077"
OWN, OTHERS = ("trying-lake", "trying-lake-not-named"), ("trying-partner-lake", "trying-partner-lake-not-named")
NAMED, NOT_NAMED = zip(OWN, OTHERS, strict=True)
KEY = "2026/rows.csv"
FORM = {
    "LakeBucket": ",".join(NAMED),
    "GlueDatabase": "sales,weather",
    "AthenaWorkgroup": "analysts",
    "EmrApplicationId": "00f1abc",
    "LambdaFunctions": "score-rows,join-ids",
    "TeamImages": "team/torch",
}


def add_lake(admin: LocalAccount) -> None:
    """All buckets; the other account lets ours read and write in both of its own."""
    partner = admin.as_role(f"arn:aws:iam::{OWNER}:role/OrganizationAccountAccessRole")
    for owner, buckets in ((admin, OWN), (partner, OTHERS)):
        for bucket in buckets:
            s3 = owner.client("s3")
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": admin.region})
            s3.put_object(Bucket=bucket, Key=KEY, Body=b"a,b\n")
    for bucket in OTHERS:
        open_to(ACCOUNT, bucket, partner.client("s3"))


def open_to(account: str, bucket: str, s3: Any) -> None:
    """Let an account read and write in a bucket of another one: it says itself which of its roles do."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
