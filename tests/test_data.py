import shutil
import subprocess
from pathlib import Path

import pytest

from mlops_templates import data
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.products import PRODUCTS

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture
def seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A seed repository of three files in a place of its own."""
    monkeypatch.setattr(data, "data_folder", lambda name: tmp_path / name)
    folder = tmp_path / "seed_code/small"
    for name, text in {".gitignore": "rendered/\n/build\n", "run": "#!/bin/sh\n", "steps/a.py": "a = 1\n"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "run").chmod(0o755)
    return folder


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in data.seed_files(folder.name)]


def test_every_seed_of_every_product_exists():
    for product in PRODUCTS:
        for repository in product.seeds:
            assert data.seed_folder(repository.name).is_dir()


def test_unknown_seed_is_named_with_those_there_are(seed: Path):
    with pytest.raises(MlopsTemplatesError, match=r"no seed repository 'smal'.*there are: small"):
        data.seed_files("smal")


def test_files_are_sorted_and_hidden_ones_belong_to_them(seed: Path):
    assert names(seed) == [".gitignore", "run", "steps/a.py"]


@pytest.mark.parametrize(
    "left_behind", ["__pycache__/a.pyc", ".venv/bin/python", "steps/.pytest_cache/x", "rendered/out.yaml", "build/a"]
)
def test_what_git_ignores_is_no_part_of_a_seed(seed: Path, left_behind: str):
    before = data.seed_digest("small")
    (seed / left_behind).parent.mkdir(parents=True, exist_ok=True)
    (seed / left_behind).write_text("left behind")
    assert data.seed_digest("small") == before


def test_pattern_with_a_leading_slash_means_the_top_only(seed: Path):
    (seed / "steps/build").mkdir()
    (seed / "steps/build/b.py").write_text("b = 1\n")
    assert "steps/build/b.py" in names(seed)


def test_ignore_pattern_that_is_not_understood_is_refused(seed: Path):
    (seed / ".gitignore").write_text("steps/*.log\n")
    with pytest.raises(MlopsTemplatesError, match="steps/"):
        data.seed_files("small")


def test_committed_seeds_are_exactly_what_git_tracks_or_would():
    for product in PRODUCTS:
        for repository in product.seeds:
            listing = subprocess.run(
                ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", f"seed_code/{repository.name}"],
                cwd=CHECKOUT,
                capture_output=True,
                check=True,
                text=True,
            )
            tracked = {CHECKOUT / name for name in listing.stdout.split("\0") if name}
            assert set(data.seed_files(repository.name)) == {path for path in tracked if path.exists()}


@pytest.mark.parametrize(
    "change",
    [
        lambda seed: (seed / "run").write_text("#!/bin/sh\nexit 1\n"),
        lambda seed: (seed / "run").chmod(0o644),
        lambda seed: (seed / "run").rename(seed / "go"),
        lambda seed: (seed / "new").touch(),
    ],
    ids=["bytes", "executable bit", "path", "new file"],
)
def test_digest_follows_every_change_of_the_tree(seed: Path, change):
    before = data.seed_digest("small")
    change(seed)
    assert data.seed_digest("small") != before


def test_seeds_that_are_looked_at_once_are_looked_at_again_afterwards(seed: Path):
    with data.seeds_looked_at_once():
        before = data.seed_digest("small")
        (seed / "run").write_bytes(b"other")
        assert data.seed_digest("small") == before
    assert data.seed_digest("small") != before


def test_digest_is_sixteen_digits_and_does_not_depend_on_place_or_time(
    seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = data.seed_digest("small")
    shutil.copytree(seed, tmp_path / "elsewhere/seed_code/small")
    monkeypatch.setattr(data, "data_folder", lambda name: tmp_path / "elsewhere" / name)
    assert data.seed_digest("small") == before
    assert len(before) == 16


def test_wheel_carries_its_data_beside_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(data, "__file__", str(tmp_path / "site-packages/mlops_templates/data.py"))
    assert data.data_folder("seed_code") == tmp_path / "site-packages/mlops_templates/_data/seed_code"
