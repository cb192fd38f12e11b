"""Findings as JUnit XML, which CI systems show as tests: one for each template."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

from mlops_templates.model import Finding


def junit(files: Sequence[Path], findings: Sequence[Finding]) -> str:
    """A suite with one case for each template; a case fails with its findings."""
    by_file = {str(path): [finding for finding in findings if finding.file == str(path)] for path in files}
    failed = sum(bool(found) for found in by_file.values())
    suites = Xml.Element("testsuites")
    suite = Xml.SubElement(suites, "testsuite", name="mlops-templates lint", tests=str(len(by_file)),
                           failures=str(failed), errors="0")  # fmt: skip
    for file, found in by_file.items():
        case = Xml.SubElement(suite, "testcase", classname="mlops-templates.lint", name=file)
        if found:
            failure = Xml.SubElement(case, "failure", message=f"{len(found)} findings", type="finding")
            failure.text = "\n".join(f"{one.file}:{one.line}: {one.rule} {one.message}" for one in found)
    Xml.indent(suites)
    return Xml.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"
