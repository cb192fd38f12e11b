"""The jobs of a pipeline, each with the encryption, tags, network and time limit that the project wants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import boto3
from sagemaker.core.helper.pipeline_variable import PipelineVariable
from sagemaker.core.network import NetworkConfig
from sagemaker.core.processing import Processor
from sagemaker.core.shapes import (
    ProcessingInput,
    ProcessingOutput,
    ProcessingS3Input,
    ProcessingS3Output,
)
from sagemaker.core.workflow.functions import Join
from sagemaker.core.workflow.pipeline_context import PipelineSession
from sagemaker.core.workflow.properties import Properties, PropertyFile
from sagemaker.mlops.workflow import CacheConfig, ProcessingStep

from ml_pipelines import images
from ml_pipelines.parameters import Parameters
from ml_pipelines.project import Project
from ml_pipelines.settings import Settings
from ml_pipelines.source_code import StepSource

INPUT, OUTPUT = "/opt/ml/processing/input", "/opt/ml/processing/output"
Text = str | PipelineVariable


class DefinitionSession(PipelineSession):
    """A session that never calls AWS; the SDK's own would list the account's buckets and create a missing one."""

    def __init__(self, project: Project) -> None:
        super().__init__(boto_session=boto3.Session(region_name=project.region), default_bucket=project.bucket)
        self.project_bucket = project.bucket

    def default_bucket(self) -> str:
        return self.project_bucket


@dataclass(frozen=True)
class Jobs:
    """Makes steps. What they get is text, a parameter or an earlier step's output: never a time or a local path."""

    project: Project
    settings: Settings
    parameters: Parameters
    session: PipelineSession

    @property
    def cache(self) -> CacheConfig:
        return CacheConfig(enable_caching=self.settings.cache.enabled, expire_after=self.settings.cache.expire_after)

    @property
    def network(self) -> dict[str, list[str]]:
        project = self.project
        chosen = {"subnets": list(project.subnets), "security_group_ids": list(project.security_groups)}
        return chosen if project.subnets else {}

    @property
    def disk_key(self) -> str:
        return self.project.disk_key or self.project.kms_key

    def image(self, source: StepSource, framework: str = "scikit-learn") -> str:
        """The image that CI step 3 has built of the step's dockerfile; without one that of the framework."""
        if source.image_tag:
            return f"{self.project.image_repository}:{source.image_tag}"
        return images.of_framework(framework, self.project.region, "training")

    def content_uri(self, key: str) -> str:
        return f"s3://{self.project.bucket}/{self.project.use_case}/{key}"

    def output_uri(self, step: str, *parts: str) -> Join:
        base = f"s3://{self.project.bucket}/{self.project.use_case}"
        return Join(on="/", values=[base, self.parameters.build_id, "ml-pipeline-outputs", step, *parts])

    def processing(
        self,
        step: str,
        *,
        source: StepSource,
        inputs: Mapping[str, Text],
        outputs: Sequence[str],
        arguments: Sequence[Text],
        property_files: Sequence[PropertyFile] = (),
        image: str = "",
    ) -> ProcessingStep:
        """A processing job; input `x` lies in `INPUT/x`, and what it leaves in `OUTPUT/y` becomes output `y`."""
        compute = self.settings.compute
        processor = Processor(
            image_uri=image or self.image(source),
            entrypoint=["/bin/bash", f"{INPUT}/code/shared_libraries/run.sh"],
            role=self.project.role,
            instance_count=1,
            instance_type=self.parameters.processing_instance_type,
            volume_size_in_gb=compute.volume_size_in_gb,
            volume_kms_key=self.disk_key,
            output_kms_key=self.project.kms_key,
            max_runtime_in_seconds=compute.max_runtime_in_seconds,
            tags=self.project.tags,
            network_config=NetworkConfig(
                # A job that installs packages when it starts must reach their index.
                enable_network_isolation=not source.installs_packages,
                encrypt_inter_container_traffic=True,
                **self.network,
            ),
            sagemaker_session=self.session,
        )
        every_input = {"code": self.content_uri(source.tree_key), **inputs}
        return ProcessingStep(
            name=step,
            cache_config=self.cache,
            property_files=list(property_files),
            step_args=processor.run(
                inputs=[processing_input(name, uri) for name, uri in every_input.items()],
                outputs=[processing_output(name, self.output_uri(step, name)) for name in outputs],
                arguments=list(arguments),
            ),
        )


def processing_input(name: str, uri: Text) -> ProcessingInput:
    place = ProcessingS3Input(s3_uri=uri, local_path=f"{INPUT}/{name}", s3_data_type="S3Prefix", s3_input_mode="File")
    return ProcessingInput(input_name=name, s3_input=place)


def processing_output(name: str, uri: Text) -> ProcessingOutput:
    place = ProcessingS3Output(s3_uri=uri, local_path=f"{OUTPUT}/{name}", s3_upload_mode="EndOfJob")
    return ProcessingOutput(output_name=name, s3_output=place)


def output_of(step: ProcessingStep, name: str) -> Properties:
    """S3 folder of an output: a reference to the step, which so comes first."""
    return step.properties.ProcessingOutputConfig.Outputs[name].S3Output.S3Uri
