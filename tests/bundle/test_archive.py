from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from mlops_templates.bundle import chosen_products, make_bundle, shipped_foundation
from mlops_templates.bundle.archive import seed_archive
from mlops_templates.catalog import load_products
from mlops_templates.data import seed_files, seed_folder
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish.foundation import FOUNDATIONS
from tests.bundle.conftest import move_data_to, plant

DIGEST_OF_A_REAL_SEED = """
import hashlib
from mlops_templates.bundle.archive import seed_archive
print(hashlib.sha256(seed_archive("model_deploy")).hexdigest())
"""


def test_the_same_files_give_the_same_bytes_whatever_their_folder_and_age(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"b.txt": "b", "a/c.txt": "c", "a.txt": "a"}
    archives = []
    for place, order in (("one", sorted(files)), ("two/deeper", sorted(files, reverse=True))):
        plant(tmp_path / place, {name: files[name] for name in order})
        move_data_to(tmp_path / place, monkeypatch)
        os.utime(tmp_path / place / "seed_code" / "model_build" / "a.txt", (86_400 * len(place), 86_400))
        archives.append(seed_archive("model_build"))
    assert archives[0] == archives[1]


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_a_real_seed_is_the_same_bytes_in_every_process(hash_seed: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    answer = subprocess.run(
        [sys.executable, "-c", DIGEST_OF_A_REAL_SEED], env=environment, cwd=tmp_path, capture_output=True, check=True
    )
    assert answer.stdout.decode().strip() == hashlib.sha256(seed_archive("model_deploy")).hexdigest()


def test_executable_files_stay_executable(seed_root: Path) -> None:
    with ZipFile(io.BytesIO(seed_archive("model_build"))) as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
    assert modes == {".gitignore": 0o100644, "README.md": 0o100644, "scripts/run": 0o100755}


def test_what_tools_leave_behind_is_not_packed(seed_root: Path) -> None:
    before = seed_archive("model_build")
    plant(seed_root, {"__pycache__/x.pyc": "x", ".pytest_cache/README.md": "x"})
    assert seed_archive("model_build") == before


def test_a_missing_seed_is_named(seed_root: Path) -> None:
    with pytest.raises(MlopsTemplatesError, match="model_biuld"):
        seed_archive("model_biuld")


def test_every_file_is_read_back_as_it_is_in_the_seed() -> None:
    folder = seed_folder("model_build")
    with ZipFile(io.BytesIO(seed_archive("model_build"))) as archive:
        packed = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    assert packed == {path.relative_to(folder).as_posix(): path.read_bytes() for path in seed_files("model_build")}


def test_a_first_publish_of_the_whole_catalogue_uploads_less_than_two_megabytes() -> None:
    products = load_products().values()
    bundles = [make_bundle(chosen_products((), scm), scm) for scm in {scm for one in products for scm in one.scms}]
    assets = {asset.key: len(asset.content) for bundle in bundles for asset in bundle.assets}
    stacks = sum(len(shipped_foundation(foundation.file_name).encode()) for foundation in FOUNDATIONS)
    assert sum(assets.values()) + stacks < 2_000_000
