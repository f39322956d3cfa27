"""The macros we call give the same HTML as the design system's own templates.

Source: `fixtures.json` of each component in the npm package govuk-frontend, at the version that
`package-lock.json` pins. Compared as elements, attributes and text; white space is ignored. The
macros and the package move together only while this passes.
"""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).parents[2]
COMPONENTS = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
USED = [
    "accordion",
    "back-link",
    "breadcrumbs",
    "button",
    "character-count",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "file-upload",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "phase-banner",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tabs",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
]


class Outline(HTMLParser):
    """HTML as a list of comparable parts."""

    def __init__(self):
        super().__init__()
        self.parts = []

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, sorted((n, " ".join((v or "").split())) for n, v in attrs)))

    def handle_endtag(self, tag):
        self.parts.append(("/", tag))

    def handle_data(self, data):
        text = " ".join(data.split())
        if text:
            self.parts.append(("text", text))


def outline(html):
    reader = Outline()
    reader.feed(html)
    reader.close()
    return reader.parts


def fixtures(component):
    file = COMPONENTS / component / "fixtures.json"
    if not file.exists():
        pytest.fail("npm packages are missing: run `python -m mutualise.govuk.build_assets`")
    return json.loads(file.read_text())["fixtures"]


@pytest.mark.parametrize("component", USED)
def test_macro_gives_the_html_of_the_design_system(component):
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    path = f"govuk_frontend_jinja/components/{component}/macro.html"
    macro = getattr(engines["jinja2"].env.get_template(path).module, name)
    cases = fixtures(component)
    assert cases
    different = [
        case["name"] for case in cases if outline(macro(case["options"])) != outline(case["html"])
    ]
    assert different == []


def test_installed_package_is_the_pinned_one():
    installed = json.loads((COMPONENTS.parents[2] / "package.json").read_text())["version"]
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]["govuk-frontend"]
    assert installed == wanted


def test_comparison_sees_a_changed_class_and_a_changed_word():
    assert outline('<p id="a" class="x">Word</p>') == outline('<p class="x"  id="a"> Word </p>')
    assert outline('<p class="x">Word</p>') != outline('<p class="y">Word</p>')
    assert outline("<p>Word</p>") != outline("<p>Words</p>")
