"""What the suites of a batch deployment stand on."""

from collections.abc import Mapping

# Folders or files with tests, by the name of the suite.
SUITES: Mapping[str, tuple[str, ...]] = {"staging": (), "smoke": ()}
