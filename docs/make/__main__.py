"""Fill in what docs/ tells from the code and from runs; with --check only say whether it is current.

In docs/local-aws.md, a line `<!-- made: NAME -->` begins what the function NAME of this folder writes and
`<!-- end -->` ends it; docs/conformance.md is made whole.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
import tempfile
from pathlib import Path

import conformance
import examples
import tables

from mlops_templates.localaws import local_aws
from mlops_templates.localaws.testing import LocalAwsServer

PAGE = Path(__file__).parents[1] / "local-aws.md"
MADE = re.compile(r"(?P<begin><!-- made: (?P<name>\w+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL)

SHOWN = 200
"""Characters of a line that is not current."""


def filled(page: str, server: LocalAwsServer) -> str:
    """The page with every made part written anew."""

    def write(part: re.Match[str]) -> str:
        return f"{part['begin']}\n{made(part['name'], page, server).strip()}\n\n{part['end']}"

    return MADE.sub(write, page)


def made(name: str, page: str, server: LocalAwsServer) -> str:
    if name in tables.TABLES:
        return tables.TABLES[name]()
    return examples.EXAMPLES[name](page, server)


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/docs", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is not current")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder, local_aws(Path(folder) / "state", keep=False) as aws:
        filled_in = filled(PAGE.read_text(encoding="utf-8"), LocalAwsServer(aws, "us-east-1"))
    pages = {PAGE: filled_in, conformance.PAGE: conformance.page()}
    return max(current(path, after, check=check) for path, after in pages.items())


def current(path: Path, after: str, *, check: bool) -> int:
    """Make the page what it should be, or only say what differs; 1 when it is left as it is and is not current."""
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    if after == before:
        print(f"{path.name} is current.")
        return 0
    if check:
        lines = difflib.unified_diff(
            before.splitlines(), after.splitlines(), "as it is", "as it should be", "", "", 0, ""
        )
        print(*(line[:SHOWN] for line in lines), sep="\n", file=sys.stderr)
        print(f"{path.name} is not current: run ./scripts/docs", file=sys.stderr)
        return 1
    path.write_text(after, encoding="utf-8")
    print(f"{path.name} is written.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
