from pathlib import Path

import pytest

from mlops_templates import blocks

FOLDER = Path(blocks.__file__).parent


def test_block_is_found_in_the_file_of_its_noun():
    assert blocks.add_key.__module__ == "mlops_templates.blocks.key"


def test_what_is_no_block_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'key_of_nothing'"):
        blocks.key_of_nothing  # noqa: B018 - the access is the test


def test_misspelt_block_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'add_kee'"):
        blocks.add_kee  # noqa: B018 - the access is the test


def test_every_listed_block_exists():
    listed = [
        line.split()[-1].rstrip(",") for line in (FOLDER / "__init__.py").read_text().splitlines() if " as add_" in line
    ]
    assert listed
    assert all(callable(getattr(blocks, name)) for name in listed)
