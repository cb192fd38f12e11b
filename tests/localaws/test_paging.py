"""Lists come in pages that end where the list does."""

from __future__ import annotations

import pytest

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_pages_hold_every_item_once_and_the_last_has_no_token(size: int) -> None:
    found, token, pages = [], None, 0
    while token or not pages:
        items, token = page("abcd", {"MaxResults": size, "NextToken": token})
        found, pages = [*found, *items], pages + 1
    assert (found, pages) == ([*"abcd"], -(-4 // size))


@pytest.mark.parametrize("token", ["!", "AAAA", "b2Zmc2V0Ong="])
def test_a_token_that_no_page_gave_is_refused(token: str) -> None:
    with pytest.raises(AwsError, match="The pagination token is invalid"):
        page("abcd", {"NextToken": token})
