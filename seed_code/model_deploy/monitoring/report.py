"""The report for people: one HTML file, the features that drifted first."""

from html import escape
from string import Template
from typing import Any

PAGE = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>$title</title><style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; color: #0f172a }
table { border-collapse: collapse; width: 100% } th, td { text-align: right; padding: .3rem .6rem }
th:first-child, td:first-child { text-align: left } tr { border-bottom: 1px solid #e2e8f0 }
tr.drifted { background: #fef2f2 } tr.drifted td:last-child { color: #b91c1c; font-weight: 600 }
</style></head><body><h1>$title</h1><p>$summary</p>
<table><thead><tr><th>Feature</th><th>Index</th><th>Limit</th><th>Missing</th><th>In training</th><th></th></tr></thead>
<tbody>
$lines
</tbody></table></body></html>
""")


def render(report: dict[str, Any], title: str) -> str:
    ranked = sorted(report["features"], key=lambda one: (not one["drifted"], -one["index"]))
    return PAGE.substitute(
        title=escape(title), summary=escape(summary(report)), lines="\n".join(_line(one) for one in ranked)
    )


def summary(report: dict[str, Any]) -> str:
    """The verdict in one sentence."""
    rows = f"{report['rows']} rows of {report['files']} files"
    if not report["compared"]:
        return f"Not judged: {rows}, {report['reason']}."
    drifted = [one["name"] for one in report["features"] if one["drifted"]]
    verdict = "Drift" if report["drifted"] else "No drift"
    named = f" ({', '.join(drifted[:10])})" if drifted else ""
    share, limit = report["drifted_share"], report["drifted_share_limit"]
    return f"{verdict}: {share:.0%} of the features moved away{named}, the limit is {limit:.0%}; {rows}."


def _line(one: dict[str, Any]) -> str:
    cells = [f"{one['index']:.3f}", f"{one['limit']:.3f}", f"{one['missing_share']:.1%}"]
    cells += [f"{one['missing_share_in_training']:.1%}", "drifted" if one["drifted"] else ""]
    mark = ' class="drifted"' if one["drifted"] else ""
    return f"<tr{mark}><td>{escape(one['name'])}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
