"""The text of a definition, from a request or from S3, checked before it is kept."""

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.pipelines import checks
from mlops_templates.localaws.sagemaker.pipelines.reading import read
from mlops_templates.localaws.sagemaker.refusals import invalid


def definition_text(call: Call, request: Document) -> str:
    """The definition that a request gives, whole or by its place in S3.

    Raises:
        AwsError: it cannot be read, or cannot be executed.
    """
    place = request.get("PipelineDefinitionS3Location")
    if bool(place) == bool(request.get("PipelineDefinition")):
        raise invalid("Exactly one of PipelineDefinition and PipelineDefinitionS3Location must be given.")
    text = _fetch(call, place) if place else str(request["PipelineDefinition"])
    checks.check(read(text))
    return text


def _fetch(call: Call, place: Document) -> str:
    version = {"VersionId": place["VersionId"]} if place.get("VersionId") else {}
    try:
        answer = call.client("s3").get_object(Bucket=place["Bucket"], Key=place["ObjectKey"], **version)
        return str(answer["Body"].read().decode("utf-8"))
    except (ClientError, UnicodeDecodeError) as error:
        raise invalid(f"Unable to read s3://{place['Bucket']}/{place['ObjectKey']}: {error}") from error
