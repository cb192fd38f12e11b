"""`python -m ci.drift`: whether production has begun to drift since the last build, as a line `retrain=yes|no`.

A scheduled run of the GitHub workflow asks this. Projects of other providers are told by an event, and need it not.
"""

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

VARIABLES = ("DRIFT_ALARM_NAME", "DRIFT_WATCH_ROLE_ARN", "ML_DATA_BUCKET", "SAGEMAKER_PROJECT_NAME")
BEGUN = "%Y%m%dT%H%M%SZ"


def main() -> int:
    missing = [name for name in VARIABLES if not os.environ.get(name)]
    if missing:
        print(f"not set in the environment: {', '.join(missing)}", file=sys.stderr)
        return 2
    alarm, role, bucket, use_case = (os.environ[name] for name in VARIABLES)
    try:
        drifts = drifting_since(_as_role(role).client("cloudwatch"), alarm)
        last = last_build(boto3.client("s3"), bucket, use_case)
    except (BotoCoreError, ClientError) as error:
        print(f"AWS did not answer as needed: {error}", file=sys.stderr)
        return 1
    print(f"{alarm}: {drifts or 'no drift'}; last build: {last or 'none'}", file=sys.stderr)
    print(f"retrain={'yes' if retrains(drifts, last) else 'no'}")
    return 0


def retrains(drifts: datetime | None, last: datetime | None) -> bool:
    """A drift that a build has answered already is not answered again: its model waits for approval."""
    return drifts is not None and (last is None or last < drifts)


def drifting_since(cloudwatch: Any, alarm: str) -> datetime | None:
    """When the alarm went off, if it is off still; None when it is quiet or there is none yet."""
    found = cloudwatch.describe_alarms(AlarmNames=[alarm])["MetricAlarms"]
    times = [one["StateUpdatedTimestamp"] for one in found if one["StateValue"] == "ALARM"]
    return max(times) if times else None


def last_build(s3: Any, bucket: str, use_case: str) -> datetime | None:
    """When the newest build of main began, by the folders of builds in the bucket."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{use_case}/", Delimiter="/")
    folders = (one["Prefix"].split("/")[1] for page in pages for one in page.get("CommonPrefixes", []))
    return max(_begun(folders), default=None)


def _begun(folders: Iterable[str]) -> Iterable[datetime]:
    for folder in folders:
        try:
            yield datetime.strptime(folder.partition("-")[0], BEGUN).replace(tzinfo=UTC)
        except ValueError:
            continue  # a folder of something else than a build


def _as_role(arn: str) -> Any:
    own = boto3.Session()
    assumed = own.client("sts").assume_role(RoleArn=arn, RoleSessionName="model-build")["Credentials"]
    return boto3.Session(
        aws_access_key_id=assumed["AccessKeyId"],
        aws_secret_access_key=assumed["SecretAccessKey"],
        aws_session_token=assumed["SessionToken"],
        region_name=own.region_name,
    )


if __name__ == "__main__":
    sys.exit(main())
