"""DataProcessing: what of a record goes to the model, and what of record and prediction goes to the output.

A record of `text/csv` is a list of columns, one of `application/json` or `application/jsonlines` a JSON value. Joined,
a prediction's columns stand after those of the record, and its value is the member `SageMakerOutput`.
"""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.transform.json_path import Step, parse, select

CSV = "text/csv"
TYPES = (CSV, "application/json", "application/jsonlines")


class UnfitRecordError(ValueError):
    """A record or a prediction is not what the filters need."""


@dataclass(frozen=True)
class Association:
    """The filters of a job."""

    tabular: bool
    input_filter: list[Step]
    output_filter: list[Step]
    join: bool

    def before(self, record: bytes) -> bytes:
        """What the model is asked."""
        return record if not self.input_filter else self._write(self._select(self._read(record), self.input_filter))

    def after(self, record: bytes, prediction: bytes) -> bytes:
        """What is written for a record."""
        if not self.join and not self.output_filter:
            return prediction
        value = self._read(prediction)
        if self.join:
            value = self._joined(self._read(record), value)
        return self._write(self._select(value, self.output_filter))

    def _joined(self, record: Any, prediction: Any) -> Any:
        if self.tabular:
            return [*record, *prediction]
        given = record if isinstance(record, dict) else {"SageMakerInput": record}
        return {**given, "SageMakerOutput": prediction}

    def _select(self, value: Any, steps: list[Step]) -> Any:
        try:
            return select(value, steps)
        except LookupError as error:
            raise UnfitRecordError(f"a filter does not fit a record: {error}") from error

    def _read(self, record: bytes) -> Any:
        try:
            text = record.decode("utf-8")
            return next(csv.reader([text.rstrip("\r\n")])) if self.tabular else json.loads(text)
        except (ValueError, StopIteration, csv.Error) as error:
            kind = "CSV" if self.tabular else "JSON"
            raise UnfitRecordError(f"a record is not {kind}: {record[:100]!r}") from error

    def _write(self, value: Any) -> bytes:
        if not self.tabular:
            return json.dumps(value).encode()
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow(value if isinstance(value, list) else [value])
        return text.getvalue().encode()


def association_of(request: Document) -> Association | None:
    """The filters that a request asks for; None when records and predictions stay as they are.

    Raises:
        BadPathError: a filter is no JSONPath.
    """
    given = request.get("DataProcessing", {})
    paths = [parse(given.get(name, "$")) for name in ("InputFilter", "OutputFilter")]
    join = given.get("JoinSource", "None") == "Input"
    if not any(paths) and not join:
        return None
    tabular = request["TransformInput"].get("ContentType", "").partition(";")[0] == CSV
    return Association(tabular, paths[0], paths[1], join)
