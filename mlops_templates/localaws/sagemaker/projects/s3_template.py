"""Projects made from a CloudFormation template in S3.

Without a launch role the stack is made with the user's own rights. That the stack's name has the account after `SP-`
is not verified; policies are written for `SP-*`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.interruption import INTERRUPTED
from mlops_templates.localaws.sagemaker.projects.parameters import given_parameters
from mlops_templates.localaws.sagemaker.projects.records import Project, ProjectFailedError, Work
from mlops_templates.localaws.sagemaker.refusals import invalid
from mlops_templates.localaws.stack_work import StackFailedError, find_stack, wait_for_stack

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


@dataclass
class S3Template:
    """The template that was asked for, and the stack that was made of it."""

    asked: Document
    stack: dict[str, str] = field(default_factory=dict)

    def create(self, call: Call, project: Project) -> Work:
        parameters = {**project.own_parameters, **given_parameters(project, self.asked.get("Parameters", []))}
        role = {"RoleARN": self.asked["RoleARN"]} if "RoleARN" in self.asked else {}
        name = f"SP-{call.account}-{project.id}"

        def work() -> None:
            try:
                self.stack["Name"] = name
                self.stack["Id"] = call.client("cloudformation").create_stack(
                    StackName=name,
                    TemplateURL=self.asked["TemplateURL"],
                    Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
                    Tags=project.stack_tags,
                    Capabilities=CAPABILITIES,
                    **role,
                )["StackId"]
                wait_for_stack(call, self.stack["Id"])
            except (ClientError, StackFailedError) as error:
                raise ProjectFailedError(_words(error)) from error

        return work

    def update(self, call: Call, project: Project, request: Document) -> Work:
        asked = (request.get("TemplateProvidersToUpdate") or [{}])[0].get("CfnTemplateProvider")
        if not asked:
            raise invalid("The project was made from a template in S3: it has no Service Catalog product to update")
        if asked["TemplateName"] != self.asked["TemplateName"]:
            raise invalid(f"The project has no template provider {asked['TemplateName']}")
        given = given_parameters(project, asked.get("Parameters", []))

        def work() -> None:
            try:
                self._update_stack(call, asked["TemplateURL"], given)
            except (ClientError, StackFailedError) as error:
                raise ProjectFailedError(_words(error)) from error
            before = {each["Key"]: each.get("Value", "") for each in self.asked.get("Parameters", [])}
            merged = [{"Key": key, "Value": value} for key, value in {**before, **given}.items()]
            self.asked = {**self.asked, "TemplateURL": asked["TemplateURL"], "Parameters": merged}

        return work

    def delete(self, call: Call, project: Project) -> Work:
        def work() -> None:
            if "Id" not in self.stack:
                return
            try:
                call.client("cloudformation").delete_stack(StackName=self.stack["Id"])
                wait_for_stack(call, self.stack["Id"])
            except (ClientError, StackFailedError) as error:
                raise ProjectFailedError(_words(error)) from error

        return work

    def resume(self, call: Call, project: Project, verb: str) -> None:
        """Wait for the stack to rest; one that is gone was deleted."""
        stack = find_stack(call, self.stack.get("Id") or f"SP-{call.account}-{project.id}")
        if stack is not None:
            self.stack.update(Name=stack["StackName"], Id=stack["StackId"])
            try:
                wait_for_stack(call, stack["StackId"])
            except StackFailedError as error:
                raise ProjectFailedError(_words(error)) from error
            if (verb == "Delete") is (stack["StackStatus"].startswith("DELETE")) and verb != "Update":
                return
        elif verb == "Delete":
            return
        raise ProjectFailedError(INTERRUPTED)

    def details(self, project: Project) -> Document:
        stack = {**self.stack, "StatusMessage": project.message or project.status}
        return {"TemplateProviderDetails": [{"CfnTemplateProviderDetail": {**self.asked, "StackDetail": stack}}]}

    def _update_stack(self, call: Call, url: str, given: dict[str, str]) -> None:
        """Parameters that are not named keep their values if the new template still has them."""
        cloudformation = call.client("cloudformation")
        declared = {each["ParameterKey"] for each in cloudformation.get_template_summary(TemplateURL=url)["Parameters"]}
        stack = cloudformation.describe_stacks(StackName=self.stack["Id"])["Stacks"][0]
        present = [each["ParameterKey"] for each in stack.get("Parameters", [])]
        kept = [
            {"ParameterKey": key, "UsePreviousValue": True} for key in present if key in declared and key not in given
        ]
        named = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]
        try:
            cloudformation.update_stack(
                StackName=self.stack["Id"], TemplateURL=url, Parameters=[*kept, *named], Capabilities=CAPABILITIES
            )
        except ClientError as error:
            if "No updates are to be performed" in str(error):
                return
            raise
        wait_for_stack(call, self.stack["Id"])


def _words(error: ClientError | StackFailedError) -> str:
    return error.message if isinstance(error, StackFailedError) else str(error.response["Error"]["Message"])
