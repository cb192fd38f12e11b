from pathlib import Path

import pytest

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.jobs.container import Container


@pytest.mark.parametrize(
    ("text", "rewritten"),
    [
        ("/opt/ml/processing/input", "/job/ml/processing/input"),
        ("--input=/opt/ml/input --output /opt/ml", "--input=/job/ml/input --output /job/ml"),
        ('["/opt/ml/code"]', '["/job/ml/code"]'),
        ("s3://bucket/opt/ml/data", "s3://bucket/opt/ml/data"),
        ("/opt/mlflow", "/opt/mlflow"),
        ("/data/opt/ml", "/data/opt/ml"),
    ],
)
def test_mentions_of_opt_ml_are_rewritten_and_nothing_else(text, rewritten):
    assert Container(Path("/job")).rewrite(text) == rewritten


@pytest.mark.parametrize("path", ["/tmp/x", "/opt/ml/../../etc", "relative", ""])
def test_a_path_outside_opt_ml_is_refused(path):
    with pytest.raises(AwsError, match="must be a path under /opt/ml"):
        Container(Path("/job")).local(path)
