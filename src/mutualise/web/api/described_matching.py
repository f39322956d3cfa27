"""The matching service in the OpenAPI description; its own standard describes it wholly."""

from __future__ import annotations

from typing import Any

from mutualise.web.api.shapes import responses

HERE = "/api/v1/reconcile"
STANDARD = "https://reconciliation-api.github.io/specs/0.2/"


def matching_paths() -> dict[str, Any]:
    """The addresses of the matching service. They pass over parameters they do not know."""
    asked = [
        _query("queries", "A batch of queries, as JSON.", '{"q0": {"query": "MyCSP"}}'),
        _query("extend", "Codes and properties, as JSON.", EXTEND),
        CALLBACK,
    ]
    service = {
        "get": _operation("match", "The manifest, matches of a batch, or values to extend", asked),
        "post": _operation("match_posted", "The same, sent as a form", [])
        | {"requestBody": _form("queries", "extend")},
    }
    del service["post"]["responses"]["304"]
    typed = [_query("prefix", "What was typed.", "city"), CURSOR, CALLBACK]
    proposed = [
        _query("type", "The type of what is to be extended.", "PublicServiceMutual"),
        _query("limit", "How many properties at most.", "5"),
        CALLBACK,
    ]
    return {
        HERE: service,
        f"{HERE}/suggest": {"get": _operation("suggest", "Bodies a name leads to", typed)},
        f"{HERE}/suggest/property": {
            "get": _operation("suggest_property", "Properties a name leads to", typed)
        },
        f"{HERE}/suggest/type": {"get": _operation("suggest_type", "Types a name leads to", typed)},
        f"{HERE}/flyout/{{kind}}": {"get": _flyout()},
        f"{HERE}/properties": {
            "get": _operation("propose_properties", "Properties to extend with", proposed)
        },
        f"{HERE}/preview": {"get": _preview()},
    }


def _flyout() -> dict[str, Any]:
    kind = _query("kind", "What is meant.", "entity", required=True) | {"in": "path"}
    kind["schema"] = {"type": "string", "enum": ["entity", "property", "type"]}
    code = _query("id", "Its id.", "chcp", required=True)
    found = _operation("flyout", "A few lines to show beside a suggestion", [kind, code, CALLBACK])
    found["responses"] = responses({"type": "object"})
    return found


def _operation(name: str, summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    found = responses({"type": "object"})
    del found["404"]
    return {
        "operationId": name,
        "summary": summary,
        "externalDocs": {"url": STANDARD},
        "parameters": parameters,
        "responses": found,
    }


def _preview() -> dict[str, Any]:
    code = _query("id", "The code of a body.", "chcp", required=True)
    found = _operation("preview", "A few lines about one body, to be framed", [code])
    found["responses"] = responses({"type": "string"})
    found["responses"]["200"]["content"] = {"text/html": {"schema": {"type": "string"}}}
    return found


def _query(name: str, says: str, example: str, *, required: bool = False) -> dict[str, Any]:
    return {
        "in": "query",
        "name": name,
        "description": says,
        "required": required,
        "schema": {"type": "string"},
        "example": example,
    }


def _form(*names: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
    return {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}


EXTEND = '{"ids": ["chcp"], "properties": [{"id": "sector"}]}'
CURSOR = _query("cursor", "How many suggestions to skip.", "0")
CALLBACK = _query("callback", "A function to call: the answer is a script (JSONP).", "")
