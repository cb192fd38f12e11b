from html.parser import HTMLParser

from acceptance import page
from acceptance.test.examples import BAD, GOOD, results

VOID = ("meta",)


class Nesting(HTMLParser):
    """Remembers which elements are open, and refuses one that ends out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_of_good_results_says_so_and_tells_the_figures() -> None:
    text = page.render(results(GOOD))
    assert "All 1 tests passed." in text and "What failed" not in text
    assert "<dt>Latency</dt><dd>p95 20 ms</dd>" in text and "<dt>Task</dt><dd>binary</dd>" in text
    assert "the endpoint is in service" in text


def test_what_failed_comes_first_with_what_to_do_and_cannot_inject_anything() -> None:
    text = page.render(results(GOOD, BAD))
    assert "1 of 2 tests failed" in text
    assert text.index("What failed") < text.index("integration_test/test_smoke.py")
    assert "&lt;b&gt;about&lt;/b&gt;" in text and "What to do: check the features." in text


def test_the_page_is_whole_and_loads_nothing() -> None:
    text = page.render(results(GOOD, BAD))
    parser = Nesting()
    parser.feed(text)
    assert parser.open == []
    assert not any(word in text for word in ("<script", "src=", "href=", "url(", "@import"))


def test_the_same_results_give_the_same_page() -> None:
    assert page.render(results(GOOD, BAD)) == page.render(results(GOOD, BAD))
