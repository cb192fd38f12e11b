"""The results as one page for the approver: no script, nothing from elsewhere, readable on a telephone."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from acceptance.approval_summary import FIGURES
from acceptance.results import Outcome, Results

STYLE = """
:root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #f85149; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
.verdict { font-weight: 700; } .good { color: var(--good); } .bad { color: var(--bad); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 1rem 0; }
dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; }
li { border-top: 1px solid var(--line); display: grid; gap: .5rem; grid-template-columns: 1.2rem 1fr max-content;
     padding: .35rem 0; }
li > :nth-child(2) { overflow-wrap: anywhere; } li > :nth-child(3) { opacity: .6; font-variant-numeric: tabular-nums; }
pre { background: #8881; border-left: 3px solid var(--bad); font-size: .85rem; grid-column: 1 / -1; margin: .2rem 0;
      overflow-wrap: anywhere; padding: .6rem .8rem; white-space: pre-wrap; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
"""


def render(results: Results) -> str:
    """The page; the same results give the same text."""
    title = f"Model version {results.version} in {results.stage}"
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n"
        f"<h1>{escape(title)}</h1>\n{_verdict(results)}\n{_facts(results)}\n{''.join(_groups(results))}</html>\n"
    )


def _verdict(results: Results) -> str:
    if results.passed:
        return f'<p class="verdict good">All {len(results.tests)} tests passed.</p>'
    words = f"{len(results.failed)} of {len(results.tests)} tests failed: nothing goes on from here."
    return f'<p class="verdict bad">{words}</p>'


def _facts(results: Results) -> str:
    known = {"Task": results.task, "Suite": results.suite, "Commit": results.commit_id}
    measured = {FIGURES.get(name, name): value for name, value in results.figures.items()}
    facts = {**known, "Version": results.model_package_arn, **measured}
    rows = (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    return f"<dl>{''.join(rows)}</dl>"


def _groups(results: Results) -> Iterator[str]:
    if results.failed:
        yield f"<h2>What failed</h2>\n<ul>{''.join(map(_line, results.failed))}</ul>\n"
    ordered = sorted(results.tests, key=lambda test: test.file)
    for file, tests in groupby(ordered, key=lambda test: test.file):
        yield f"<h2>{escape(file.removeprefix('tests/'))}</h2>\n<ul>{''.join(map(_line, tests))}</ul>\n"


def _line(test: Outcome) -> str:
    sign, kind = ("✓", "good") if test.passed else ("✗", "bad")
    words = escape(test.name.removeprefix("test_").replace("_", " "))
    told = f"<pre>{escape(test.message)}</pre>" if test.message else ""
    return f'<li><span class="{kind}">{sign}</span><span>{words}</span><span>{test.seconds:.1f} s</span>{told}</li>\n'
