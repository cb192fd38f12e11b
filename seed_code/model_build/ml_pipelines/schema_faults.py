"""What a JSON schema finds in a document, in words for the person who wrote it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

TYPES = {
    "array": "a list in [ ]",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "an object in { }",
    "string": "a text in quotes",
}
RULES = {
    "exclusiveMaximum": "must be less than {}",
    "exclusiveMinimum": "must be more than {}",
    "maximum": "must be at most {}",
    "maxItems": "must name at most {}",
    "maxProperties": "must have at most {} entries",
    "minimum": "must be at least {}",
    "minItems": "must name at least {}",
    "minLength": "must not be empty",
    "minProperties": "must have at least {} entry",
    "multipleOf": "must be a multiple of {}",
    "uniqueItems": "must not name anything twice",
}


@dataclass(frozen=True, order=True)
class Fault:
    """Where, and what is wrong there."""

    place: str
    words: str

    @property
    def part(self) -> str:
        """The key at the top of the document that it is in."""
        return self.place.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.place or 'top level'}: {self.words}"


def of(document: Any, schema: dict[str, Any], place: str = "") -> list[Fault]:
    """Each fault of a document, or of what stands at a place of one."""
    errors = Draft202012Validator(schema).iter_errors(document)
    return sorted({fault for error in errors for fault in explain(error, place)})


def explain(error: ValidationError, start: str) -> Iterator[Fault]:
    place = ".".join([*([start] if start else []), *map(str, error.absolute_path)])
    if error.validator == "additionalProperties":
        known = sorted(error.schema["properties"])
        for name in sorted(set(error.instance) - set(known)):
            yield Fault(place, f"unknown key {name!r}; {hint(name, known)}")
    elif error.validator == "required":
        for name in sorted(set(error.validator_value) - set(error.instance)):
            yield Fault(place, f"{name!r} is missing{purpose(error, name)}")
    else:
        yield Fault(place, f"{shown(error.instance)} {rule(error)}")


def purpose(error: ValidationError, name: str) -> str:
    """What the missing key would say, so that nobody has to look it up."""
    described = error.schema.get("properties", {}).get(name, {}).get("description", "")
    return f"; it says {described}" if described else ""


def shown(value: Any) -> str:
    """A value as it was written, shortened."""
    text = json.dumps(value) if value is None or isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def hint(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"


def rule(error: ValidationError) -> str:
    value = error.validator_value
    if error.validator == "type":
        return f"must be {TYPES[value] if isinstance(value, str) else ' or '.join(TYPES[kind] for kind in value)}"
    if error.validator == "enum":
        return f"must be one of {', '.join(map(str, value))}"
    if error.validator == "pattern" and "description" in error.schema:
        return f"is not {error.schema['description']}"
    return RULES[error.validator].format(value) if error.validator in RULES else f"is wrong: {error.message}"
