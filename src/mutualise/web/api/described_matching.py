"""The matching service in the OpenAPI description; its own standard describes it wholly."""

from __future__ import annotations

from typing import Any

from mutualise.web.api.shapes import responses

HERE = "/api/v1/reconcile"
STANDARD = "https://reconciliation-api.github.io/specs/0.2/"


def matching_paths() -> dict[str, Any]:
    """The addresses of the matching service. They pass over parameters they do not know."""
    batch = _query("queries", "A batch of queries, as JSON.", '{"q0": {"query": "MyCSP"}}')
    service = {
        "get": _operation("match", "The manifest, or the answers to a batch", [batch]),
        "post": _operation("match_posted", "The answers to a batch sent as a form", [])
        | {"requestBody": _form("queries")},
    }
    del service["post"]["responses"]["304"]
    prefix = _query("prefix", "What was typed.", "city", required=True)
    return {
        HERE: service,
        f"{HERE}/suggest": {"get": _operation("suggest", "Bodies a name leads to", [prefix])},
        f"{HERE}/preview": {"get": _preview()},
    }


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
