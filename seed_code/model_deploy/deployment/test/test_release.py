from pathlib import Path

from deployment import release
from deployment.release import ProductionVersion, Release
from deployment.test.examples import GROUP_ARN, model_version


def test_a_release_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    for production in (None, ProductionVersion(f"{GROUP_ARN}/3", 3, None)):
        written = Release(model_version(task="multiclass", classes=("a", "b")), production, ("instance count 1 -> 2",))
        (tmp_path / "model.json").write_text(written.to_json())
        assert release.read(tmp_path) == written
