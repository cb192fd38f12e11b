from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from mlops_templates.bundle import make_bundle, write_bundle
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Product


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_manifest_has_the_sha256_of_every_file(seed_root: Path, product: Product) -> None:
    out = seed_root / "out"
    write_bundle(make_bundle([product], "codecommit"), out)
    stated = {entry["key"]: entry["sha256"] for entry in json.loads((out / "manifest.json").read_text())["assets"]}
    found = {name: hashlib.sha256(content).hexdigest() for name, content in _tree(out).items()}
    del found["manifest.json"]
    assert stated == found


def test_two_bundles_of_the_same_are_equal(seed_root: Path, product: Product) -> None:
    bundle = make_bundle([product], "codecommit")
    for name in ("one", "two"):
        write_bundle(bundle, seed_root / name)
    assert _tree(seed_root / "one") == _tree(seed_root / "two")


def test_an_earlier_bundle_is_replaced_whole(seed_root: Path, product: Product) -> None:
    out = seed_root / "out"
    bundle = make_bundle([product], "codecommit")
    write_bundle(bundle, out)
    (out / "seeds" / "old.zip").write_text("old")
    write_bundle(bundle, out)
    assert not (out / "seeds" / "old.zip").exists()


def test_a_folder_with_other_content_is_not_touched(seed_root: Path, product: Product) -> None:
    (seed_root / "out").mkdir()
    (seed_root / "out" / "thesis.txt").write_text("years of work")
    with pytest.raises(MlopsTemplatesError, match="is not a bundle"):
        write_bundle(make_bundle([product], "codecommit"), seed_root / "out")
    assert _tree(seed_root / "out") == {"thesis.txt": b"years of work"}


def test_nothing_is_left_beside_the_bundle(seed_root: Path, product: Product) -> None:
    write_bundle(make_bundle([product], "codecommit"), seed_root / "place" / "out")
    assert [path.name for path in (seed_root / "place").iterdir()] == ["out"]
