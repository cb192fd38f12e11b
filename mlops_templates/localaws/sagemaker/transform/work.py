"""The work of a transform job: every object of the input through the model, into an object of the output."""

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mlops_templates.localaws.sagemaker.hosting.containers import ServingContainer
from mlops_templates.localaws.sagemaker.jobs import transfer
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed, JobStopped
from mlops_templates.localaws.sagemaker.jobs.workplace import Workplace
from mlops_templates.localaws.sagemaker.transform import payloads
from mlops_templates.localaws.sagemaker.transform.association import Association, UnfitRecordError, association_of
from mlops_templates.localaws.sagemaker.transform.inference import Inference, NoAnswer, serving

TOLD = 3
"""How many of the files that failed are told in the reason."""


def work_of(container: ServingContainer) -> Callable[[Workplace], None]:
    """The work of a job with the model that it was created with."""

    def work(place: Workplace) -> None:
        source, target = place.container.folder / "input", place.container.folder / "output"
        source.mkdir()
        uri = place.job.request["TransformInput"]["DataSource"]["S3DataSource"]["S3Uri"]
        transfer.pull(place.call.client("s3"), uri, source)
        with serving(place, container) as inference:
            refused = _transform(place, inference, source, target)
        if place.job.running.stopping.is_set():
            raise JobStopped("Stopped")
        output = place.job.request["TransformOutput"]
        transfer.push(place.call.client("s3"), target, output["S3OutputPath"], output.get("KmsKeyId", ""))
        if refused:
            raise JobFailed(f"ClientError: See job logs for more information. {'; '.join(refused[:TOLD])}")

    return work


def _transform(place: Workplace, inference: Inference, source: Path, target: Path) -> list[str]:
    """Transform every file; one with a bad record has no output, the others have. Gives what went wrong."""
    refused: list[str] = []
    target.mkdir()
    for path in sorted(found for found in source.rglob("*") if found.is_file()):
        name = path.relative_to(source).as_posix()
        try:
            result = _result(inference, path.read_bytes())
        except (NoAnswer, UnfitRecordError, payloads.TooLargeError, OSError) as error:
            if place.job.running.stopping.is_set():
                raise JobStopped("Stopped") from error
            refused.append(f"{name}: {error}")
            continue
        written = target / f"{name}.out"
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(result)
    return refused


def _result(inference: Inference, body: bytes) -> bytes:
    request = inference.request
    if request["TransformInput"].get("CompressionType") == "Gzip":
        body = gzip.decompress(body)
    filters = association_of(request)
    with ThreadPoolExecutor(max(request.get("MaxConcurrentTransforms") or 1, 1)) as pool:
        answers = list(pool.map(lambda records: _answer(inference, filters, records), payloads.split(body, request)))
    return payloads.assemble(answers, request["TransformOutput"].get("AssembleWith", "None"))


def _answer(inference: Inference, filters: Association | None, records: list[bytes]) -> bytes:
    if filters is None:
        return inference.ask(payloads.joined(records))
    answer = inference.ask(payloads.joined([filters.before(record) for record in records]))
    predictions = [answer] if len(records) == 1 else [line for line in answer.split(b"\n") if line.strip()]
    if len(predictions) != len(records):
        raise UnfitRecordError(f"the model gave {len(predictions)} predictions for {len(records)} records")
    return payloads.joined([filters.after(record, made) for record, made in zip(records, predictions, strict=True)])
