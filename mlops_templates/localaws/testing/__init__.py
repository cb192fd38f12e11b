"""The embedded AWS in tests: an account of their own, stacks and projects that say why they failed.

The pytest plug-in hands it out; it does not import pytest, so that another test runner can use it as well.
"""

from mlops_templates.localaws.testing.account import LocalAccount
from mlops_templates.localaws.testing.failures import ProjectFailedError, StackFailedError
from mlops_templates.localaws.testing.projects import Project
from mlops_templates.localaws.testing.server import LocalAwsServer
from mlops_templates.localaws.testing.stacks import Stack

__all__ = ["LocalAccount", "LocalAwsServer", "Project", "ProjectFailedError", "Stack", "StackFailedError"]
