"""Work folders of builds, jobs and endpoints, which leave nothing behind."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path


def remove(folder: Path) -> None:
    """Remove a folder, also when what worked in it took away the right to write there."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for parent, folders, _ in os.walk(folder):
            for name in (".", *folders):
                path = Path(parent, name)
                if not path.is_symlink():
                    path.chmod(stat.S_IRWXU)
        shutil.rmtree(folder, ignore_errors=True)
