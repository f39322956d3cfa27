"""The shape of every answer, for the OpenAPI description. A test holds the answers against them.

A shape names its members with their kinds: `text?` may be null, `[Line]` is a list of a shape, and
`digits` is a number as text, so that it stays exact.
"""

from __future__ import annotations

from typing import Any

PLAIN: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "digits": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "fraction": {"type": "string", "pattern": r"^-?\d+(/\d+)?$"},
    "int": {"type": "integer"},
    "yes": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "address": {"type": "string", "format": "uri"},
    "any": {},
    "texts": {"type": "object", "additionalProperties": {"type": "string"}},
}


def _members(words: str) -> dict[str, str]:
    """ "code name day?:launched" as names with kinds; a name alone is a text."""
    found = {}
    for word in words.split():
        kind, colon, names = word.partition(":")
        for name in (names if colon else kind).split(","):
            found[name] = kind if colon else "text"
    return found


ANSWER = "day:as_at moment?:as_known_at licence source"
LISTING = f"{ANSWER} int:count,page,pages address?:next,previous"
OBSERVATION = """reference subject measure qualifier digits:value unit period
    day?:valid_from,valid_until area quality base int?:base_count,population_count source locator
    note moment:recorded_at change reason"""
SOURCE = """code title publisher kind url url_note day?:published_on,retrieved_on licence sha256"""
RANGE = "digits?:lower,upper"
SHAPES: dict[str, dict[str, str]] = {
    name: _members(words)
    for name, words in {
        "Line": """code name other_names identifiers entry_class status day?:launched sector region
            nation legal_form parent_body day?:verdict_reopened_on text?:verdict_reopened_why
            yes:exists,supported,launched_after_support""",
        "Register": f"{LISTING} [Line]:items",
        "Name": "name kind day?:valid_from,valid_until",
        "Identifier": "scheme identifier",
        "Event": "event day?:earliest,latest detail successor source locator",
        "Stake": "day:on instrument holder digits:share source locator",
        "Limb": "code wording answer [text]:reasons",
        "Verdict": """definition outcome text?:reopened day?:reopened_on,decided_for sentence
            [Limb]:limbs""",
        "Body": f"""{ANSWER} code name entry_class legal_form sector parent_body nation region status
            status_reason [Name]:names [Identifier]:identifiers [Event]:events [Stake]:stakes
            [Verdict]:verdicts""",
        "Observation": OBSERVATION,
        "Observations": f"{LISTING} [Observation]:items",
        "ObservationWithHistory": f"{ANSWER} {OBSERVATION} [Observation]:history",
        "Source": SOURCE,
        "Sources": f"{LISTING} [Source]:items",
        "SourceWithObservations": f"{ANSWER} {SOURCE} [Observation]:observations",
        "Definition": "code title owner day:valid_from day?:valid_until wording source url",
        "Definitions": f"{LISTING} [Definition]:items",
        "Counted": "code name reason",
        "Count": f"{ANSWER} definition [Counted]:in,unclear,out",
        "Measure": "code int:version title unit method definition day?:review_by",
        "Measures": f"{LISTING} [Measure]:items",
        "Question": """day:as_at moment?:as_known_at area subject day?:window_from,window_to
            int?:years day?:vintage definition""",
        "Step": "label digits:amount note",
        "Estimate": f"""measure int:measure_version method Question:question unit digits?:value {RANGE}
            yes:lower_inclusive,upper_inclusive range_kind
            fraction?:coverage_number,coverage_weight,imputed_share,largest_share largest yes:speaks
            reason [text]:used lineage [text]:missing,imputed [Step]:waterfall texts:parts denominator
            int?:base_count,population_count day?:evidence_until area [text]:notes""",
        "Figure": f"{ANSWER} Estimate:estimate",
        "Announcement": "code title day?:date sha256",
        "Announcements": f"{LISTING} [Announcement]:items",
        "Test": f"{RANGE} yes:lower_inclusive,upper_inclusive",
        "Range": f"{RANGE} kind",
        "Coverage": "digits?:number,weight",
        "Fault": "code message",
        "Claim": """text sentence int:line text?:measure texts:parameters Test?:test digits?:value unit
            Range:range Coverage:coverage any:vintage verdict reason [Fault]:faults test_words link""",
        "AnnouncementWithClaims": f"{ANSWER} code title day?:date [Claim]:claims",
    }.items()
}
# What each address answers with.
ANSWERS = {
    "/api/v1/register": "Register",
    "/api/v1/register/{code}": "Body",
    "/api/v1/observations": "Observations",
    "/api/v1/observations/{reference}": "ObservationWithHistory",
    "/api/v1/sources": "Sources",
    "/api/v1/sources/{code}": "SourceWithObservations",
    "/api/v1/definitions": "Definitions",
    "/api/v1/definitions/{code}/count": "Count",
    "/api/v1/measures": "Measures",
    "/api/v1/measures/{code}": "Figure",
    "/api/v1/announcements": "Announcements",
    "/api/v1/announcements/{code}": "AnnouncementWithClaims",
}

REFUSALS = {
    "400": "A parameter is not known, missing or given twice, or its value cannot be used.",
    "404": "The record holds nothing with this code.",
    "405": "Only what the header Allow names can be done here.",
    "500": "Something failed here.",
}


def schemas() -> dict[str, dict[str, Any]]:
    """Every shape as a JSON schema that allows no other member."""
    return {
        name: {
            "type": "object",
            "additionalProperties": False,
            "required": list(members),
            "properties": {each: _schema(kind) for each, kind in members.items()},
        }
        for name, members in SHAPES.items()
    }


def refer(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def responses(schema: dict[str, Any]) -> dict[str, Any]:
    """What an address that gives JSON of this schema answers."""
    return {
        "200": {
            "description": "The answer.",
            "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "Nothing changed since the answer with the entity tag sent."},
    } | {status: {"$ref": f"#/components/responses/Refused{status}"} for status in REFUSALS}


def _schema(kind: str) -> dict[str, Any]:
    if kind.startswith("["):
        return {"type": "array", "items": _schema(kind[1:-1])}
    if kind.endswith("?"):
        return {"anyOf": [_schema(kind[:-1]), {"type": "null"}]}
    return dict(PLAIN[kind]) if kind in PLAIN else refer(kind)
