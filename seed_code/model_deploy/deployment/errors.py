"""The one error of this repository."""


class DeploymentError(Exception):
    """A message for a person, with the exit status of the command: 1 cannot go on, 2 bad input."""

    def __init__(self, message: str, *, exit_status: int = 1) -> None:
        super().__init__(message)
        self.exit_status = exit_status
