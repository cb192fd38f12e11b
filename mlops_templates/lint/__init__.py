"""Templates through cfn-lint and our own rules: files and folders to findings, findings to reports.

paths --templates--> files --cache--> findings that are known
                           --checking--> new ones, in as many processes as there are processors
"""

from mlops_templates.lint.cache import FindingsCache, cache_folder
from mlops_templates.lint.findings import lint, refusals
from mlops_templates.lint.junit import junit
from mlops_templates.lint.options import Options
from mlops_templates.lint.regions import left_out
from mlops_templates.lint.sarif import sarif
from mlops_templates.lint.templates import templates_in

__all__ = ["FindingsCache", "Options", "cache_folder", "junit", "left_out", "lint", "refusals", "sarif", "templates_in"]
