"""Source revisions that an execution is asked to take instead of the newest."""

from __future__ import annotations

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

REVISION_TYPES = {"CodeCommit": "COMMIT_ID", "CodeStarSourceConnection": "COMMIT_ID", "S3": "S3_OBJECT_VERSION_ID"}


def read_revisions(definition: Document, revisions: list[Document]) -> dict[str, str]:
    """Revisions by source action.

    Raises:
        AwsError: ValidationException, for an action that is no source or takes another type of revision.
    """
    sources = {action["name"]: action["actionTypeId"]["provider"] for action in definition["stages"][0]["actions"]}
    for revision in revisions:
        action, kind = revision["actionName"], revision["revisionType"]
        if action not in sources:
            raise AwsError("ValidationException", f"{action} is not a source action of the pipeline")
        if REVISION_TYPES.get(sources[action]) != kind:
            raise AwsError("ValidationException", f"{kind} is not a revision type of source action {action}")
    return {revision["actionName"]: revision["revisionValue"] for revision in revisions}
