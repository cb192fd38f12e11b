"""What a build leaves behind: variables for the next stage, and files that people look at."""

import json
import shlex
import shutil
from pathlib import Path
from typing import Any

from ci.banner import say


def begin(output: Path, **variables: str) -> None:
    """Empty the folder: what lies there after a build is of that build."""
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir()
    export(output, **variables)


def export(output: Path, **variables: str) -> None:
    """Shell lines that build_spec.yml reads: CodeBuild exports the variables of its shell."""
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in variables.items()]
    (output / "variables.sh").write_text("".join(lines), encoding="utf-8")


def collect(s3: Any, sagemaker: Any, package_arn: str, output: Path) -> None:
    """Fetch metrics and report of the registered model and say where to look next."""
    package = sagemaker.describe_model_package(ModelPackageName=package_arn)
    metadata = package["CustomerMetadataProperties"]
    download(s3, package["ModelMetrics"]["ModelQuality"]["Statistics"]["S3Uri"], output / "evaluation.json")
    download(s3, metadata["EvaluationReportS3Uri"], output / "report.html")
    evaluation = json.loads((output / "evaluation.json").read_text(encoding="utf-8"))
    shown = [f"{name} {value:.4f}" for name, value in evaluation["metrics"].items()]
    say(f"\nmodel package {package_arn}")
    say(f"  status   {package['ModelApprovalStatus']}")
    say(f"  metrics  {', '.join(shown)}")
    say(f"  gate     {evaluation['quality_gate']['message']}")
    say(f"  report   {metadata['EvaluationReportS3Uri']}")


def download(s3: Any, uri: str, file: Path) -> None:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    file.write_bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
