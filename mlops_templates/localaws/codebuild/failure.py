"""Why a phase of a build failed."""


class BuildFailure(Exception):
    """Ends a phase with AWS's status code and message, as the log and BatchGetBuilds show them."""

    def __init__(self, code: str, message: str, status: str = "FAILED") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
