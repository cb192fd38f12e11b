"""The batch pipeline of a stage, as its suites use it: rows in, results out."""

import csv
import io
import json
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from acceptance.batch import executions
from acceptance.tasks import Scores

ARRIVAL_MINUTES = 5.0


@dataclass(frozen=True)
class Results:
    """What one run left: the rows with their scores, statistics, the comparison with the baseline, and its time."""

    execution_arn: str
    rows: tuple[dict[str, str], ...]
    statistics: dict[str, Any]
    monitoring: dict[str, Any]
    minutes: float

    @property
    def scores(self) -> list[Scores]:
        return [tuple(float(row[name]) for name in self.statistics["columns"]) for row in self.rows]


@dataclass(frozen=True)
class BatchPipeline:
    """One stage's pipeline and bucket, with clients that may use them."""

    name: str
    bucket: str
    input_prefix: str
    on_arrival: bool
    sagemaker: Any
    s3: Any

    def score(self, rows: str, minutes: float, *, by_arrival: bool) -> Results:
        """Put a CSV file into the bucket, let it be scored, take it away again, and read the results.

        By arrival the file lies where rows come to, and its event starts the pipeline; otherwise it lies beside, and
        the results are not delivered to anybody.
        """
        folder = self.input_prefix if by_arrival else self._beside
        name = f"acceptance-{uuid.uuid4().hex[:12]}.csv"
        # Clocks differ a little; the name of the file is what tells one run from another.
        begin, since = time.monotonic(), datetime.now(UTC) - timedelta(minutes=5)
        self.s3.put_object(Bucket=self.bucket, Key=folder + name, Body=rows.encode())
        try:
            if by_arrival:
                arn = executions.arrived(self.sagemaker, self.name, folder + name, since, ARRIVAL_MINUTES)
            else:
                arn = self._start(folder + name)
            executions.follow(self.sagemaker, arn, minutes)
        finally:
            self.s3.delete_object(Bucket=self.bucket, Key=folder + name)
        return self._results(arn, name, (time.monotonic() - begin) / 60)

    def _start(self, key: str) -> str:
        parameters = [{"Name": "InputPrefix", "Value": key}, {"Name": "Deliver", "Value": "no"}]
        answer = self.sagemaker.start_pipeline_execution(PipelineName=self.name, PipelineParameters=parameters)
        return str(answer["PipelineExecutionArn"])

    def _results(self, arn: str, name: str, minutes: float) -> Results:
        output_prefix = self.input_prefix.replace("batch-input/", "batch-output/", 1)
        folder = f"{output_prefix}{arn.rpartition('/')[2]}"
        rows = csv.DictReader(io.StringIO(self._read(f"{folder}/results/{name}")))
        statistics = json.loads(self._read(f"{folder}/statistics/statistics.json"))
        monitoring = json.loads(self._read(f"{folder}/monitoring/monitoring.json"))
        return Results(arn, tuple(rows), statistics, monitoring, minutes)

    @property
    def _beside(self) -> str:
        """`batch-input/staging-test/`: no arrival there starts anything."""
        first, stage, *rest = self.input_prefix.split("/")
        return "/".join([first, f"{stage}-test", *rest])

    def _read(self, key: str) -> str:
        return str(self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read().decode())


def of_stage(rendered: Path, stage: str, sagemaker: Any, s3: Any) -> BatchPipeline:
    """The pipeline that the render step configured for this stage."""
    parameters = json.loads((rendered / f"{stage}.json").read_text(encoding="utf-8"))["Parameters"]
    return BatchPipeline(
        name=parameters["PipelineName"],
        bucket=parameters["DataBucket"],
        input_prefix=parameters["InputPrefix"],
        on_arrival=parameters["OnArrival"] == "yes",
        sagemaker=sagemaker,
        s3=s3,
    )
