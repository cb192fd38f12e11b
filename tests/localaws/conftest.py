"""The embedded AWS of the session is made one folder up: other rooms use the same one."""

from tests.conftest import Aws

__all__ = ["Aws"]
