from deployment import approval_text
from deployment.release import ProductionVersion, Release
from deployment.test.examples import GROUP_ARN, model_version

PRODUCTION = ProductionVersion(f"{GROUP_ARN}/3", 3, 0.97)


def test_before_anything_is_deployed_the_approver_reads_quality_change_and_origin() -> None:
    release = Release(model_version(), PRODUCTION, ("instance count 2 -> 4",))
    assert approval_text.before_staging(release) == (
        "Model version 4: auc 0.9800, threshold 0.9 | "
        "Production: version 3, auc 0.9700 (this one +0.0100) | "
        "Changed settings: instance count 2 -> 4 | "
        "Not deployed yet: staging and its tests come next | Commit 4f2a9c1 | Report s3://data/report.html"
    )


def test_an_error_has_a_limit_and_no_threshold() -> None:
    model = model_version(task="regression", metric="rmse", metric_value=3.2, threshold=4, metrics={"rmse": 3.2})
    text = approval_text.before_staging(Release(model, None))
    assert text.startswith("Model version 4: rmse 3.2000, limit 4 | ")


def test_the_text_fits_into_an_approval_and_holds_no_half_fact() -> None:
    settings = tuple(f"setting {number} 1 -> 2" for number in range(100))
    text = approval_text.before_staging(Release(model_version(), PRODUCTION, settings))
    assert len(text) <= 900
    assert "setting" not in text and text.endswith("Report s3://data/report.html")
