"""How heavy a risk is, on the five by five scale that business cases use (Orange Book, HM Treasury)."""

from __future__ import annotations

LIKELIHOODS = {1: "Very unlikely", 2: "Unlikely", 3: "Possible", 4: "Likely", 5: "Very likely"}
IMPACTS = {1: "Negligible", 2: "Minor", 3: "Moderate", 4: "Major", 5: "Severe"}


def weight(likelihood: int, impact: int) -> int:
    """Likelihood times impact, 1 to 25. Raises ValueError outside the scale."""
    if likelihood not in LIKELIHOODS or impact not in IMPACTS:
        raise ValueError("Likelihood and impact are each from 1 to 5.")
    return likelihood * impact


def grade(likelihood: int, impact: int) -> str:
    """Low (to 4), medium (to 12) or high.

    >>> grade(3, 5)
    'High'
    """
    found = weight(likelihood, impact)
    return "Low" if found <= 4 else "Medium" if found <= 12 else "High"
