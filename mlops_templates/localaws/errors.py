"""The error that an AWS API answers."""

from mlops_templates.localaws.document import Document


class AwsError(Exception):
    """An answer with an AWS error code: `AwsError("ValidationException", "the words AWS uses")`.

    `detail` holds the further members of the modelled exception, as `OriginalStatusCode` of a `ModelError`.
    """

    def __init__(self, code: str, message: str, status: int = 400, detail: Document | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.detail = detail or {}


def not_emulated(what: str) -> AwsError:
    """The clear refusal of everything that the embedded AWS does not imitate: never a silent success."""
    return AwsError("NotEmulated", f"not emulated: {what}", status=501)
