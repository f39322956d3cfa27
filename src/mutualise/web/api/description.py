"""The OpenAPI description: what the library finds, with the rule of each parameter, the shape of
each answer and of each refusal, and the matching service, which is not the library's."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ninja import NinjaAPI

from mutualise.web.api.described_matching import matching_paths
from mutualise.web.api.parameters import rule_of
from mutualise.web.api.problems import KINDS, PROBLEM
from mutualise.web.api.shapes import ANSWERS, REFUSALS, refer, responses, schemas

PREFIX = "/api/v1"
PATH_EXAMPLES = {
    "/register/{code}": "chcp",
    "/observations/{reference}": "obs-1",
    "/sources/{code}": "civil-service-100mutuals-a-people-power-revolution-in",
    "/definitions/{code}/count": "CO-2011",
    "/measures/{code}": "live-mutuals",
    "/announcements/{code}": "2014-07-23-hundred-mutuals",
}
PROBLEM_SCHEMA = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "enum": ["about:blank", *(f"/api/#{kind}" for kind in KINDS)],
        },
        "title": {"type": "string", "description": "The same words for the same type."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, and what to write instead."},
        "parameter": {"type": "string", "description": "The parameter it is about."},
        "value": {"type": "string", "description": "The value given."},
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What can be written instead.",
        },
    },
}


class Described(NinjaAPI):
    """The library's API with a whole description, made once."""

    def get_openapi_schema(self, **asked: Any) -> Any:
        return _described(self)


@lru_cache(maxsize=1)
def _described(api: Described) -> dict[str, Any]:
    document = dict(NinjaAPI.get_openapi_schema(api, path_prefix=f"{PREFIX}/"))
    for path, methods in document["paths"].items():
        _complete(path, methods["get"])
    document["paths"][f"{PREFIX}/openapi.json"] = {"get": _of_itself()}
    document["paths"] |= matching_paths()
    document["components"] = {
        "schemas": schemas() | {"Problem": PROBLEM_SCHEMA},
        "headers": {
            "ETag": {
                "description": "Send it in If-None-Match: while nothing changed, the answer is 304.",
                "schema": {"type": "string"},
            }
        },
        "responses": {
            f"Refused{status}": {
                "description": said,
                "content": {PROBLEM: {"schema": refer("Problem")}},
            }
            for status, said in REFUSALS.items()
        },
    }
    document.pop("servers", None)
    return document


def _complete(path: str, operation: dict[str, Any]) -> None:
    for each in operation["parameters"]:
        if each["in"] == "path":
            each["schema"] = {"type": "string"}
            each["example"] = PATH_EXAMPLES[path.removeprefix(PREFIX)]
        else:
            rule = rule_of(path, each["name"])
            each |= {"description": rule.says, "example": rule.example, "schema": dict(rule.schema)}
    operation["responses"] = responses(refer(ANSWERS[path]))
    if "{" not in path:
        del operation["responses"]["404"]


def _of_itself() -> dict[str, Any]:
    found = responses({"type": "object"})
    del found["404"]
    return {
        "operationId": "description",
        "summary": "This description",
        "parameters": [],
        "responses": found,
    }


@lru_cache(maxsize=64)
def taken_by(api: Described, path: str) -> dict[str, bool]:
    """The parameters an address takes in its query, and whether each must be given."""
    operation = _described(api)["paths"].get(path, {}).get("get", {})
    return {
        each["name"]: each["required"]
        for each in operation.get("parameters", ())
        if each["in"] == "query"
    }
