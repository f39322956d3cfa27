"""The reasons of a verdict with links to the sources they cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.urls import reverse
from markupsafe import Markup

# The sources at the end of a reason, as `rules.limbs` writes them.
CITED = re.compile(r" \[([\w-]+(?:, [\w-]+)*)\]")


def cited(reasons: Iterable[str]) -> set[str]:
    """The codes of the sources that some reasons cite."""
    return {code for each in reasons for found in CITED.findall(each) for code in found.split(", ")}


def with_sources(reasons: str, query: str, titles: Mapping[str, str]) -> Markup:
    """Reasons with a link to each source they cite, asked as the page is. A screen reader hears the
    title of the source, by its code in `titles`; what is no source's code stays as it was written."""
    made = Markup("")
    for place, part in enumerate(CITED.split(reasons)):
        # Between the sentences stand the codes of their sources.
        if place % 2:
            made += _source_links(part, query, titles)
        else:
            made += part
    return made


def _source_links(codes: str, query: str, titles: Mapping[str, str]) -> Markup:
    named = codes.split(", ")
    if any(code not in titles for code in named):
        return Markup(" [{}]").format(codes)
    link = Markup(
        ' (<a class="govuk-link" href="{}{}">source'
        '<span class="govuk-visually-hidden">: {}</span></a>)'
    )
    return Markup("").join(
        link.format(reverse("source", kwargs={"code": code}), query, titles[code]) for code in named
    )
