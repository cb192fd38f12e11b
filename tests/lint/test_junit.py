from pathlib import Path
from xml.etree import ElementTree as Xml

from mlops_templates.lint import junit
from mlops_templates.model import Finding


def test_each_template_is_a_case_and_fails_with_its_findings():
    text = junit([Path("a.yaml"), Path("b.yaml")], [Finding("b.yaml", 2, "E1", "a < b & c")])
    [suite] = Xml.fromstring(text)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    clean, faulty = suite
    assert (clean.get("name"), len(clean)) == ("a.yaml", 0)
    [failure] = faulty
    assert failure.text == "b.yaml:2: E1 a < b & c"
