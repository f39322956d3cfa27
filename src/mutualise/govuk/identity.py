"""The product's own face: name, colours and type, for pages, charts and maps alike.

`scss/mutualise.scss` repeats these values for the style sheet; a test holds the two together.
"""

from __future__ import annotations

from typing import Final

NAME: Final = "Mutualise"
DESCRIPTION: Final = "The open record of public service mutuals"

# Contrast against white, by the WCAG 2.2 formula: BRAND 10.0, LINK 7.4, INK 15.8, QUIET 7.0.
BRAND: Final = "#17494d"
ACCENT: Final = "#f2b84b"
LINK: Final = "#0b5f66"
INK: Final = "#1c2426"
QUIET: Final = "#4f5b5e"
RULE: Final = "#c6d0d1"
SURFACE: Final = "#eef4f3"

FONT: Final = '"Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, sans-serif'

# Who holds a stake, always in the same colour. Each carries white text at 4.5 to 1 or better.
HOLDER_COLOURS: Final = {
    "employees": "#17494d",
    "employee-trust": "#1d7a75",
    "state": "#6a4c93",
    "partner": "#b4560f",
    "users": "#a3305b",
    "community": "#6b7280",
}

# Five steps of one hue, light to dark, for counts on a map.
STEPS: Final = ("#dcebea", "#a9cfcd", "#6dadab", "#35817f", "#17494d")
