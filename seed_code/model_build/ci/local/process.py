"""A job as a process: `/opt/ml` is a folder of its own, and what it prints is its log."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ci.banner import StepFailed

OPT_ML = re.compile(r"(?<![\w/])/opt/ml(?=/|$)")
TAIL = 30
KEPT = ("HOME", "LANG", "TMPDIR", "SYSTEMROOT")


@dataclass(frozen=True)
class Container:
    step: str
    folder: Path
    log: Path

    def local(self, path: str) -> Path:
        return Path(self.rewritten(path))

    def rewritten(self, text: str) -> str:
        return OPT_ML.sub(lambda _: self.folder.as_posix(), text)

    def run(self, argv: Sequence[str], variables: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
        """Run a command of the definition to its end, with the Python of this repository and without AWS."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment |= {"PATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= {name: self.rewritten(value) for name, value in (variables or {}).items()}
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w", encoding="utf-8") as log:
            done = subprocess.run(  # noqa: S603 - the commands of the definition
                [self.rewritten(word) for word in argv],
                cwd=cwd or self.folder,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL:]
            said = "\n".join(lines)
            raise StepFailed(
                f"{self.step} ended with status {done.returncode}:\n{said}", f"the whole log is {self.log}"
            )
