"""The OpenAPI schema as plain groups of calls, for a page that needs no script."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.text import slugify
from drf_spectacular.generators import SchemaGenerator

Schema = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
DEEPEST = 4  # levels of an example
EXAMPLES = {"boolean": False, "integer": 1, "number": 0.5, "string": "text"}
FORMATS = {
    "date": "2026-11-01",
    "date-time": "2026-11-01T12:00:00Z",
    "uri": "https://example.org/",
    "email": "reader@example.org",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    is_required: bool
    note: str
    choices: list[str]


@dataclass(frozen=True)
class Answer:
    status: str
    fields: list[Field]
    example: str


@dataclass(frozen=True)
class Call:
    key: str
    method: str
    path: str
    note: str
    needs_token: bool
    parameters: list[Field]
    body: list[Field]
    command: str
    answers: list[Answer]


@dataclass(frozen=True)
class Group:
    name: str
    calls: list[Call]


@cache
def read_groups() -> list[Group]:
    """Calls by what they are about. The schema is the code's, so it stays the same while a process runs."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema: Schema = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    reader = Reader(schema["components"]["schemas"])
    groups: dict[str, list[Call]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                groups.setdefault(methods[method]["tags"][0], []).append(reader.call(path, method, methods[method]))
    return [Group(name, calls) for name, calls in sorted(groups.items())]


@dataclass(frozen=True)
class Reader:
    """`named` are the schemas that others refer to by name."""

    named: dict[str, Schema]

    def call(self, path: str, method: str, described: Schema) -> Call:
        body = self.to_send(self.content(described.get("requestBody", {})))
        needs_token = {} not in described.get("security", [{}])
        return Call(
            key=slugify(described["operationId"]),
            method=method.upper(),
            path=path,
            note=described.get("description", ""),
            needs_token=needs_token,
            parameters=[self.parameter(parameter) for parameter in described.get("parameters", [])],
            body=list(self.fields(body)),
            command=self.command(path, method, body, needs_token=needs_token),
            answers=[self.answer(status, answer) for status, answer in described["responses"].items()],
        )

    def parameter(self, parameter: Schema) -> Field:
        note = parameter.get("description", "")
        return self.field(
            parameter["name"], {**parameter["schema"], "description": note}, parameter.get("required", False)
        )

    def answer(self, status: str, described: Schema) -> Answer:
        schema = self.content(described)
        return Answer(status, list(self.fields(schema)), as_json(self.example(schema)) if schema else "")

    def content(self, described: Schema) -> Schema:
        found: Schema = described.get("content", {}).get("application/json", {}).get("schema", {})
        return found

    def to_send(self, schema: Schema) -> Schema:
        """Without what only answers have."""
        schema = self.resolve(schema) if schema else {}
        inside = schema.get("properties", {}).items()
        kept = {name: inner for name, inner in inside if not self.resolve(inner).get("readOnly")}
        return {**schema, "properties": kept} if inside else schema

    def resolve(self, schema: Schema) -> Schema:
        """What is said beside a reference counts above what the reference says."""
        while "$ref" in schema or len(schema.get("allOf", [])) == 1:
            inner = self.named[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema["allOf"][0]
            schema = {**inner, **{key: value for key, value in schema.items() if key not in {"$ref", "allOf"}}}
        return schema

    def fields(self, schema: Schema, before: str = "", depth: int = 1) -> Iterator[Field]:
        """Fields of an object, those of objects in it with their way in front; of a list, those of one of it."""
        schema = self.resolve(schema)
        if schema.get("type") == "array":
            yield from self.fields(schema["items"], f"{before}[]." if not before else f"{before[:-1]}[].", depth)
        for name, inner in schema.get("properties", {}).items():
            yield self.field(before + name, inner, name in schema.get("required", []))
            if depth < DEEPEST:
                yield from self.fields(inner, f"{before}{name}.", depth + 1)

    def field(self, name: str, schema: Schema, is_required: bool) -> Field:
        schema = self.resolve(schema)
        choices = [str(choice) for choice in self.choices(schema) if choice not in {"", None}]
        return Field(name, self.kind(schema), is_required, one_line(schema.get("description", "")), choices)

    def choices(self, schema: Schema) -> list[Any]:
        parts = [self.resolve(part) for part in schema.get("oneOf", [])]
        return [*schema.get("enum", []), *(choice for part in parts for choice in part.get("enum", []))]

    def kind(self, schema: Schema) -> str:
        kind = str(
            schema.get("type", "string" if self.choices(schema) else "object" if "properties" in schema else "any")
        )
        if kind == "array":
            kind = f"list of {self.kind(self.resolve(schema['items']))}"
        kind = {"date": "date", "date-time": "time", "uri": "URL"}.get(schema.get("format", ""), kind)
        longest = f", up to {schema['maxLength']} characters" if "maxLength" in schema else ""
        return kind + longest + (" or null" if schema.get("nullable") else "")

    def example(self, schema: Schema, depth: int = 1) -> Any:
        schema = self.resolve(schema)
        for told in (schema.get("example"), schema.get("default"), *self.choices(schema)):
            if told not in {None, ""} if not isinstance(told, dict | list) else True:
                return told
        if schema.get("type") == "array":
            return [self.example(schema["items"], depth + 1)] if depth < DEEPEST else []
        if "properties" in schema:
            inside = schema["properties"].items() if depth < DEEPEST else []
            return {name: self.example(inner, depth + 1) for name, inner in inside}
        return FORMATS.get(schema.get("format", ""), EXAMPLES.get(schema.get("type", ""), {}))

    def command(self, path: str, method: str, body: Schema, *, needs_token: bool) -> str:
        """For a shell; SITE and KEY are the reader's to set."""
        parts = ["curl" + ("" if method == "get" else f" -X {method.upper()}")]
        if needs_token:
            parts.append('-H "Authorization: Token $KEY"')
        if body:
            text = json.dumps(self.example(body), ensure_ascii=False).replace("'", "’")
            parts += ["-H 'Content-Type: application/json'", f"-d '{text}'"]
        filled = re.sub(r"\{(\w+)\}", lambda found: "1" if found[1] in {"id", "key"} else found[1].upper(), path)
        return (" \\\n  " if parts[1:] else " ").join([*parts, f'"$SITE{filled}"'])


def one_line(text: str) -> str:
    """Without the list of choices that the schema puts behind a description."""
    return " ".join(line for line in text.split("\n") if not line.startswith("* ")).strip()


def as_json(example: Any) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False)
