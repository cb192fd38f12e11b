"""What an action's runner gets, gives and raises."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline import artifacts
from mlops_templates.localaws.codepipeline.state import ActionRun, Execution, Pipeline


@dataclass(frozen=True)
class Job:
    """One action at work; `call` acts as the action's role, `record.configuration` is resolved."""

    call: Call
    pipeline: Pipeline
    execution: Execution
    record: ActionRun

    @property
    def configuration(self) -> dict[str, str]:
        return self.record.configuration

    @property
    def outputs(self) -> list[str]:
        """Names of the declared output artifacts."""
        return [item["name"] for item in self.record.declaration["outputArtifacts"]]

    @property
    def abandoned(self) -> bool:
        """Whether nobody waits for the action any more."""
        return self.record.status != "InProgress"

    def input(self, name: str) -> bytes:
        """The zip of an input artifact."""
        return artifacts.get(self.call, self.record.inputs[name])

    def input_file(self, reference: str) -> str:
        """The text of a file given as `<input artifact>::<path>`.

        Raises:
            ActionFailedError: for an artifact that is no input, and a file that is not in it.
        """
        name, _, path = reference.partition("::")
        if name not in self.record.inputs:
            raise ActionFailedError("InvalidConfiguration", f"{name} is not an input artifact of the action")
        try:
            return artifacts.file_in(self.input(name), path).decode()
        except (FileNotFoundError, UnicodeDecodeError, zipfile.BadZipFile) as error:
            raise ActionFailedError("JobFailed", f"{error} [{name}]") from error


@dataclass(frozen=True)
class Outcome:
    """What a succeeded action leaves: zips by output artifact, and variables."""

    outputs: Mapping[str, bytes] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)


class ActionFailedError(Exception):
    """An action that failed, with AWS's error code and the reason for a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


Runner = Callable[[Job], Outcome]
