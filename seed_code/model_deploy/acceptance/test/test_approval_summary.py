from acceptance import approval_summary
from acceptance.test.examples import results
from deployment.release import ProductionVersion, Release
from deployment.test.examples import GROUP_ARN, model_version

FIGURES = {
    "quality": "auc 0.9790 on 114 rows (registered 0.9800)",
    "latency": "p50 12 ms, p95 20 ms of 60 calls (limit 500 ms)",
}
RESULTS = results(figures=FIGURES)
PRODUCTION = ProductionVersion(f"{GROUP_ARN}/3", 3, 0.97)


def test_the_approver_reads_quality_latency_origin_and_the_difference_to_production() -> None:
    assert approval_summary.compose(Release(model_version(), PRODUCTION), RESULTS) == (
        "Model version 4: auc 0.9800, threshold 0.9 | "
        "Production: version 3, auc 0.9700 (this one +0.0100) | "
        "Held-out rows through the endpoint: auc 0.9790 on 114 rows (registered 0.9800) | "
        "Latency: p50 12 ms, p95 20 ms of 60 calls (limit 500 ms) | Tests passed: 2 | "
        "Commit 4f2a9c1 | Report s3://data/report.html"
    )


def test_the_first_release_says_that_production_serves_nothing() -> None:
    assert "Production: nothing served yet" in approval_summary.compose(Release(model_version(), None), RESULTS)


def test_the_approver_reads_which_settings_of_production_change() -> None:
    release = Release(model_version(3), PRODUCTION, ("instance count 2 -> 4",))
    summary = approval_summary.compose(release, RESULTS)
    assert "Production: serves version 3 already | Changed settings: instance count 2 -> 4 | " in summary


def test_the_metrics_that_do_not_decide_are_there_too() -> None:
    model = model_version(metrics={"recall": 0.9, "auc": 0.98, "accuracy": 0.95})
    summary = approval_summary.compose(Release(model, None), RESULTS)
    assert "| Other metrics: accuracy 0.9500, recall 0.9000 |" in summary


def test_a_fact_that_does_not_fit_is_left_out_whole() -> None:
    model = model_version(commit_id="c" * 880)
    summary = approval_summary.compose(Release(model, PRODUCTION), RESULTS)
    assert len(summary) <= 900
    assert "Commit" not in summary and summary.endswith("Report s3://data/report.html")


def test_the_page_with_all_results_is_linked_where_it_was_kept() -> None:
    release = Release(model_version(), PRODUCTION)
    summary = approval_summary.compose(release, RESULTS, "s3://artifacts/test-results/report.html")
    assert "Tests passed: 2 | Test report s3://artifacts/test-results/report.html | Commit 4f2a9c1" in summary
    assert "Test report" not in approval_summary.compose(release, RESULTS)
