"""Each guard of the templates, how to take it away, and who must then refuse the template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.rendered import Document

Break = Callable[[Document], bool]
PIPELINE = "AWS::CodePipeline::Pipeline"


@dataclass(frozen=True)
class Mutation:
    """One guard, taken away from the first resource that has it; `refused_by` is the id of a rule."""

    guard: str
    refused_by: str
    taken: Break
    in_foundations: bool = True
    """Whether foundations, which stand without a project, are held to it too."""

    def breaks(self, document: Document) -> bool:
        """Take the guard away; false where there is none."""
        return (self.in_foundations or "SageMakerProjectId" in document["Parameters"]) and self.taken(document)


def of_type(document: Document, kind: str) -> Iterator[tuple[str, Document]]:
    """Logical ids and properties of the resources of a type."""
    for name, resource in document["Resources"].items():
        if resource["Type"] == kind:
            yield name, resource.get("Properties", {})


def drop(kind: str, path: str) -> Break:
    """Take away a property, or what a path with slashes leads to; a number is a place in a list."""

    def taken(document: Document) -> bool:
        return any(_pop(properties, path.split("/")) for _, properties in of_type(document, kind))

    return taken


def put(kind: str, path: str, value: object) -> Break:
    """Write another value where there is one."""

    def written(document: Document) -> bool:
        return any(_put(properties, path.split("/"), value) for _, properties in of_type(document, kind))

    return written


def add(kind: str, **properties: object) -> Break:
    """One more resource, that nobody asked for."""

    def added(document: Document) -> bool:
        document["Resources"]["More"] = {"Type": kind, "Properties": properties}
        return True

    return added


def drop_resource(kind: str, *, where: str = "") -> Break:
    def gone(document: Document) -> bool:
        named = [name for name, _ in of_type(document, kind) if where in name]
        return bool(named) and document["Resources"].pop(named[0]) is not None

    return gone


def drop_attribute(kind: str, name: str) -> Break:
    """Take away what stands beside the properties."""

    def taken(document: Document) -> bool:
        having = [each for each in document["Resources"].values() if each["Type"] == kind and name in each]
        return bool(having) and having[0].pop(name) is not None

    return taken


def drop_condition(kind: str, member: str, key: str) -> Break:
    """Take a condition key out of the first statement of a policy that has it."""

    def taken(document: Document) -> bool:
        for properties in _stating(document, kind):
            for statement in properties[member]["Statement"]:
                for operator in list(statement.get("Condition", {})):
                    if statement["Condition"][operator].pop(key, None) is not None:
                        _forget_empty(statement, operator)
                        return True
        return False

    return taken


def _stating(document: Document, kind: str) -> list[Document]:
    """What states permissions: all but boundaries, which only limit."""
    return [properties for name, properties in of_type(document, kind) if not name.endswith("Boundary")]


def _forget_empty(statement: Document, operator: str) -> None:
    if not statement["Condition"][operator]:
        del statement["Condition"][operator]
    if not statement["Condition"]:
        del statement["Condition"]


def put_in_statement(kind: str, key: str, value: object) -> Break:
    def written(document: Document) -> bool:
        for properties in _stating(document, kind):
            properties["PolicyDocument"]["Statement"][0][key] = value
            return True
        return False

    return written


def drop_from_parameters(*names: str) -> Break:
    """Take rules away from the first field of the form that has them."""

    def taken(document: Document) -> bool:
        fields = [field for parameter, field in document["Parameters"].items() if parameter[:9] != "SageMaker"]
        having = [field for field in fields if set(names) <= field.keys()]
        return bool(having) and all(having[0].pop(name) is not None for name in names)

    return taken


def drop_alarm_on_undelivered(document: Document) -> bool:
    """The alarm on the queue of events; where nothing is delivered by rules, no queue needs one."""
    delivers = any(True for _ in of_type(document, "AWS::Events::Rule"))
    return delivers and drop_resource("AWS::CloudWatch::Alarm", where="DeadLetter")(document)


def drop_action_on_undelivered(document: Document) -> bool:
    """What that alarm does."""
    delivers = any(True for _ in of_type(document, "AWS::Events::Rule"))
    alarms = [alarm for name, alarm in of_type(document, "AWS::CloudWatch::Alarm") if "DeadLetter" in name]
    return delivers and bool(alarms) and alarms[0].pop("AlarmActions", None) is not None


def let_everybody_in(kind: str, member: str) -> Break:
    """One more statement in the policy of a resource."""

    def let_in(document: Document) -> bool:
        for _, properties in of_type(document, kind):
            properties[member]["Statement"].append(
                {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
            )
            return True
        return False

    return let_in


def open_to_the_world(document: Document) -> bool:
    """One rule of a security group lets in all addresses."""
    for _, properties in of_type(document, "AWS::EC2::SecurityGroup"):
        for rule in properties.get("SecurityGroupIngress", []):
            rule["CidrIp"] = "0.0.0.0/0"
            return True
    return False


def on_metadata(section: str, change: Callable[[Document], object]) -> Break:
    def changed(document: Document) -> bool:
        found = document.get("Metadata", {}).get(section)
        return bool(found) and change(found) is not False

    return changed


def without_parameter(name: str) -> Break:
    return lambda document: document["Parameters"].pop(name, None) is not None


def on_stage(name: str, change: Callable[[Document], object]) -> Break:
    def changed(document: Document) -> bool:
        for _, pipeline in of_type(document, PIPELINE):
            for stage in pipeline["Stages"]:
                if stage["Name"] == name and change(stage):
                    return True
        return False

    return changed


def without_approvals(document: Document) -> bool:
    """No stage asks a person any more; a stage that only asked is gone."""
    found = False
    for _, pipeline in of_type(document, PIPELINE):
        for stage in pipeline["Stages"]:
            left = [action for action in stage["Actions"] if action["ActionTypeId"]["Category"] != "Approval"]
            found |= len(left) < len(stage["Actions"])
            stage["Actions"] = left
        pipeline["Stages"] = [stage for stage in pipeline["Stages"] if stage["Actions"]]
    return found


def _pop(value: Any, steps: list[str]) -> bool:
    *way, last = steps
    holder = _follow(value, way)
    return isinstance(holder, dict) and holder.pop(last, None) is not None


def _put(value: Any, steps: list[str], wanted: object) -> bool:
    *way, last = steps
    holder = _follow(value, way)
    if not isinstance(holder, dict) or last not in holder or holder[last] == wanted:
        return False
    holder[last] = wanted
    return True


def _follow(value: Any, way: list[str]) -> Any:
    for step in way:
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value
