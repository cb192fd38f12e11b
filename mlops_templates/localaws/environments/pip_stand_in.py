"""Stands in for pip in a shared environment: hands `python -m pip` to the pip of the job that runs it."""

import os
import sys

if __name__ == "__main__":
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        command = os.path.join(folder, "pip")  # noqa: PTH118 - this file starts with every pip call: no heavy import
        if os.path.islink(os.path.join(folder, "current")) and os.access(command, os.X_OK):  # noqa: PTH114, PTH118
            os.execv(command, [command, *sys.argv[1:]])  # noqa: S606 - the job's own pip, and there is no shell
    sys.exit("pip: this Python environment is shared between jobs and never changes; install packages inside a job")
