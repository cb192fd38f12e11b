"""Where the results of a suite are kept: the artifact bucket of the project, where only its members read."""

import hashlib
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from acceptance.results import Results

ML_DATA, ARTIFACTS = "-ml-data-", "-artifacts-"


def bucket(environment: Mapping[str, str]) -> str:
    """The artifact bucket: named, or the one beside the ML data bucket; empty when neither tells."""
    beside = environment.get("ML_DATA_BUCKET", "")
    derived = beside.replace(ML_DATA, ARTIFACTS, 1) if ML_DATA in beside else ""
    return environment.get("ARTIFACT_BUCKET") or derived


def keep(s3: Any, environment: Mapping[str, str], results: Results, page: str) -> str:
    """Lay page and results there; the address of the page, empty where they cannot be laid."""
    name = bucket(environment)
    if not name:
        return ""
    content = results.to_json()
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    prefix = f"test-results/{results.stage}/version-{results.version}/{digest}"
    key_arn = environment.get("KMS_KEY_ARN", "")
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key_arn} if key_arn else {}
    files = {"results.json": (content, "application/json"), "report.html": (page, "text/html; charset=utf-8")}
    try:
        for file, (text, kind) in files.items():
            key = f"{prefix}/{file}"
            s3.put_object(Bucket=name, Key=key, Body=text.encode(), ContentType=kind, **encryption)
    except (BotoCoreError, ClientError) as error:
        # What the tests found decides on the release, not whether their page could be kept.
        print(f"the page with the results is only in this job, under reports/: {error}")
        return ""
    return f"s3://{name}/{prefix}/report.html"
