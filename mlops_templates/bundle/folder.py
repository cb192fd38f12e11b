"""A bundle as a folder: for a review, a mirror, or an upload by other means."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from mlops_templates.bundle.assets import Bundle
from mlops_templates.errors import MlopsTemplatesError

MANIFEST = "manifest.json"


def manifest(bundle: Bundle) -> dict[str, object]:
    """What is in the bundle, with the sha256 of every file."""
    return {
        "version": bundle.version,
        "products": [
            {
                "name": template.product.name,
                "phase": template.product.phase.value,
                "title": template.product.title,
                "scm": template.scm,
                "template": template.asset.key,
            }
            for template in bundle.templates
        ],
        "assets": [
            {"key": asset.key, "sha256": asset.sha256, "bytes": len(asset.content)}
            for asset in sorted(bundle.assets, key=lambda asset: asset.key)
        ],
    }


def write_bundle(bundle: Bundle, folder: Path) -> None:
    """Write it whole or not at all; only an empty folder or an earlier bundle is replaced."""
    if folder.exists() and not (folder.is_dir() and ((folder / MANIFEST).is_file() or not any(folder.iterdir()))):
        raise MlopsTemplatesError(f"{folder} exists and is not a bundle: name another folder with --out.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as temporary:
        made = Path(temporary) / "bundle"
        for asset in bundle.assets:
            path = made / asset.key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(asset.content)
        text = json.dumps(manifest(bundle), indent=2, ensure_ascii=False) + "\n"
        (made / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
