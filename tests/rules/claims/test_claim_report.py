"""The checked announcement as data, and its exit status."""

import json
from decimal import Decimal
from fractions import Fraction

from mutualise.claims.rules.report import as_json, exit_status

CLAIM = "[nearly £1.5 billion](claim:services-value?at=2014-07-23)"


def test_the_data_has_exactly_the_promised_keys(world):
    world.plant("services-value", coverage_number=Fraction(2, 3), coverage_weight=Decimal("0.910"))
    text = f"---\ndate: 2014-07-23\n---\n# Heading\n\nAbout {CLAIM} a year, 12 more."
    data = as_json(world.check(text))
    assert json.loads(json.dumps(data)) == data
    assert data == {
        "title": "Heading",
        "date": "2014-07-23",
        "claims": [
            {
                "text": "nearly £1.5 billion",
                "sentence": "About nearly £1.5 billion a year, 12 more.",
                "line": 6,
                "measure": "services-value",
                "parameters": {"at": "2014-07-23"},
                "test": {
                    "lower": "1425000000",
                    "upper": "1575000000",
                    "lower_inclusive": True,
                    "upper_inclusive": True,
                },
                "value": "1470000000",
                "unit": "GBP a year",
                "range": {"lower": "1460000000", "upper": "1480000000", "kind": "imputation"},
                "coverage": {"number": "0.666667", "weight": "0.91"},
                "vintage": None,
                "verdict": "supported",
                "reason": data["claims"][0]["reason"],
                "faults": [],
            }
        ],
        "unchecked": [{"text": "12", "line": 6}],
    }


def test_what_is_not_known_is_null(world):
    world.plant("services-value", value=None, lower=None, upper=None)
    (claim,) = as_json(world.check("[hundreds of pounds](claim:services-value)"))["claims"]
    assert claim["test"] is None
    assert claim["value"] is None
    assert claim["range"]["lower"] is None
    assert claim["coverage"] == {"number": None, "weight": None}
    assert claim["verdict"] == "cannot say"


def test_faults_are_given_with_code_and_message(world):
    (claim,) = as_json(world.check("[£1.5 million](claim:services-value)"))["claims"]
    assert [fault["code"] for fault in claim["faults"]] == ["wrong-unit"]
    assert claim["faults"][0]["message"].endswith(".")


def test_status_is_nought_only_when_all_is_supported_and_nothing_unchecked(world):
    assert exit_status(world.check("")) == 0
    assert exit_status(world.check("Only words.")) == 0
    assert exit_status(world.check(CLAIM)) == 0
    assert exit_status(world.check(f"{CLAIM} and 12 more")) == 1
    assert exit_status(world.check("12 more")) == 1
    world.plant("services-value", upper=None)
    assert exit_status(world.check(CLAIM)) == 1
