"""What the page shows of runs: refusals, functions, the output of a failing test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from denials import ACCOUNT, denials, said
from language import template_language
from refusals import REQUESTS, TEMPLATES
from tables import table

from mlops_templates.localaws.testing import LocalAccount, LocalAwsServer, StackFailedError

FILE = re.compile(r"^```\w+\n# (?P<name>[\w./-]+\.\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
FAILING = "test_wrong.py"


def files(page: str) -> dict[str, str]:
    """The code blocks whose first line names a file."""
    return {block["name"]: block["text"] for block in FILE.finditer(page)}


def refused_templates(page: str, server: LocalAwsServer) -> str:
    account = server.account(ACCOUNT)
    rows = [(mistake, refusal(account, template)) for mistake, template in TEMPLATES.items()]
    return table(("in the template", "the answer"), rows)


def refused_requests(page: str, server: LocalAwsServer) -> str:
    account = server.account(ACCOUNT)
    rows = [(mistake, said(account, *request)) for mistake, request in REQUESTS.items()]
    return table(("asked for", "the answer"), rows)


def refusal(account: LocalAccount, template: dict[str, Any]) -> str:
    try:
        account.deploy(template)
    except StackFailedError as error:
        return code(str(error).partition("\n")[2])
    raise AssertionError(f"nobody refuses {template}")


def code(words: str) -> str:
    return f"`{' '.join(words.split())}`"


def failing_test(page: str, server: LocalAwsServer) -> str:
    """What pytest prints of the page's wrong test, from the source line on; names of this run are replaced."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files(page).items():
            Path(folder, name).write_text(text, encoding="utf-8")
        options = ["-p", "no:cacheprovider", f"--local-aws-state={server.aws.state}"]
        argv = [sys.executable, "-m", "pytest", *options, FAILING]
        settings = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        ran = subprocess.run(argv, cwd=folder, env=settings, check=False, capture_output=True, text=True)
    shown = re.search(r"^>  .*?(?=^={5})", ran.stdout, re.MULTILINE | re.DOTALL)
    if shown is None:
        raise AssertionError(ran.stdout + ran.stderr)
    told = re.sub(r"\b\d{12}\b", ACCOUNT, shown[0]).replace(str(server.aws.state), "/tmp/pytest-of-you/local-aws0")
    return f"```text\n{told.strip()}\n```"


EXAMPLES: dict[str, Callable[[str, LocalAwsServer], str]] = {
    "refused_templates": refused_templates,
    "refused_requests": refused_requests,
    "denials": denials,
    "failing_test": failing_test,
    "template_language": template_language,
}
"""By the name that the page uses."""
