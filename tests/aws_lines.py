"""Runs lines of `aws` one after the other, in one process: starting anew for each takes most of its time.

A line that needs a shell gets one. The first that fails ends it.
"""

import shlex
import subprocess
import sys

from awscli.clidriver import create_clidriver

for line in sys.stdin.read().splitlines():
    if "$(" in line:
        code = subprocess.call(["bash", "-euc", line])
    else:
        program, *words = shlex.split(line)
        code = create_clidriver().main(words) if program == "aws" else 127
    if code:
        sys.exit(f"{code}: {line}")
