"""The approval text after the tests: what the release is, and what the tests measured."""

from collections.abc import Iterator

from acceptance.results import Results
from deployment import approval_text
from deployment.release import Release

# Figures that a suite may record with record_testsuite_property, in the order of their weight.
FIGURES = {
    "quality": "Held-out rows through the endpoint",
    "slices": "Slices",
    "latency": "Latency",
    "load": "Open-loop load",
    "concurrency": "Load",
    "api": "API",
    "batch": "Batch",
}


def compose(release: Release, results: Results, page: str = "") -> str:
    """As many facts as fit, the most important first; `page` is where all of it can be read."""
    told = [f"Test report {page}"] if page else []
    facts = [*approval_text.quality(release), *_measured(results), *told, *approval_text.origin(release)]
    return approval_text.joined(facts)


def _measured(results: Results) -> Iterator[str]:
    for name, words in FIGURES.items():
        if name in results.figures:
            yield f"{words}: {results.figures[name]}"
    yield f"Tests passed: {len(results.tests)}"
