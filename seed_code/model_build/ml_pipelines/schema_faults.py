"""What a JSON schema finds in a document, in words for the person who wrote it."""

from collections.abc import Iterator
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
    "exclusiveMinimum": "must be more than {}",
    "maximum": "must be at most {}",
    "minimum": "must be at least {}",
    "minItems": "must name at least {}",
    "minLength": "must not be empty",
    "uniqueItems": "must not name anything twice",
}


def of(document: Any, schema: dict[str, Any]) -> list[str]:
    """One line for each fault: place, what is wrong, what is right."""
    return [line for error in Draft202012Validator(schema).iter_errors(document) for line in explain(error)]


def explain(error: ValidationError) -> Iterator[str]:
    place = ".".join(map(str, error.absolute_path)) or "top level"
    if error.validator == "additionalProperties":
        known = sorted(error.schema["properties"])
        for name in sorted(set(error.instance) - set(known)):
            yield f"{place}: unknown key {name!r}; {hint(name, known)}"
    elif error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        yield from (f"{place}: {name!r} is missing" for name in missing if error.message.startswith(f"{name!r}"))
    else:
        yield f"{place}: {error.instance!r} {rule(error)}"


def hint(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"


def rule(error: ValidationError) -> str:
    value = error.validator_value
    if error.validator == "type":
        return f"must be {TYPES[value]}"
    if error.validator == "enum":
        return f"must be one of {', '.join(value)}"
    if error.validator == "pattern" and "description" in error.schema:
        return f"is not {error.schema['description']}"
    return RULES[error.validator].format(value) if error.validator in RULES else f"is wrong: {error.message}"
