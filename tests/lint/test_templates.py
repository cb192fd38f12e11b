from pathlib import Path

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.lint import templates_in

YAML = "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n"
JSON = '{\n  "Resources": {}\n}\n'


def tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_folder_gives_its_templates_however_deep(tmp_path: Path):
    files = {"b/deep.yml": YAML, "a.yaml": YAML, "c.json": JSON, "d.template": YAML}
    assert templates_in([tree(tmp_path, files)]) == sorted(tmp_path / name for name in files)


def test_folder_gives_nothing_that_is_no_template(tmp_path: Path):
    others = {"pre-commit.yaml": "repos: []\n", ".hidden/t.yaml": YAML, "README.md": YAML, "data.json": "{}"}
    assert templates_in([tree(tmp_path, {"t.yaml": YAML, **others})]) == [tmp_path / "t.yaml"]


def test_file_is_taken_as_it_is_named_and_once(tmp_path: Path):
    tree(tmp_path, {"any.txt": "no template"})
    assert templates_in([tmp_path / "any.txt", tmp_path / "any.txt"]) == [tmp_path / "any.txt"]


def test_every_fault_is_told_at_once(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "t.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(MlopsTemplatesError) as refused:
        templates_in([tmp_path / "none.yaml", tmp_path / "empty", tmp_path / "t.yaml"])
    assert str(refused.value).splitlines() == [
        f"no such file: {tmp_path / 'none.yaml'}",
        f"{tmp_path / 'empty'} holds no CloudFormation template",
        f"{tmp_path / 't.yaml'} is not UTF-8 text: invalid start byte at byte 0",
    ]
