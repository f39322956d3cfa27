"""The Jinja environment of all our pages: what a template may use, and what a typing error does."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NoReturn

import jinja2
from django.contrib.messages import get_messages
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from jinja2 import ChainableUndefined

from mutualise.govuk import fields, figures, identity, misread, paginate

# Written by others for Jinja's own forgiving undefined: the design system's macros read absent
# parameters, and Django's form widgets absent attributes.
FORGIVING = ("govuk_frontend_jinja/", "django/")
# Characters of a cell that always fit its column.
SHORT = 10
A_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}(, [\d:]+[ap]m)?")


class Loud(ChainableUndefined):
    """A missing name may be asked for and tested, but to print, count or walk it raises.

    Jinja's default prints nothing, and on these pages a blank could pass for a figure.
    """

    def __str__(self) -> NoReturn:
        raise self._undefined_exception(self._undefined_message)

    __html__ = __str__

    def __iter__(self) -> NoReturn:
        raise self._undefined_exception(self._undefined_message)

    def __len__(self) -> NoReturn:
        raise self._undefined_exception(self._undefined_message)


class Pages(jinja2.Environment):
    """Our templates with Loud; templates of the two packages above as their authors meant them.

    A value that is missing in a page stays Loud when it is handed to a macro.
    """

    forgiving: jinja2.Environment

    def _load_template(self, name: str, globals: Any) -> jinja2.Template:
        if name.startswith(FORGIVING):
            return self.forgiving.get_template(name)
        return super()._load_template(name, globals)


def environment(**options: Any) -> Pages:
    """Called by Django's Jinja2 backend with its loader; autoescaping cannot be switched off."""
    options |= {
        "autoescape": True,
        "undefined": Loud,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "loader": jinja2.ChoiceLoader(
            [
                options.get("loader") or jinja2.DictLoader({}),
                jinja2.PrefixLoader(
                    {"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}
                ),
            ]
        ),
    }
    pages = Pages(**options)
    pages.globals |= GLOBALS
    pages.filters |= FILTERS
    pages.forgiving = jinja2.Environment(**(options | {"undefined": ChainableUndefined}))
    return pages


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named route: ``url("register:organisation", "chcp")``."""
    return _address(get_script_prefix(), name, args, tuple(kwargs.items()))


# A page over 2,000 bodies asks for as many addresses, and each takes a tenth of a millisecond.
@lru_cache(maxsize=8192)
def _address(prefix: str, name: str, args: Any, kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=dict(kwargs) or None)


GLOBALS: dict[str, Any] = {
    "static": static,
    "url": url,
    "get_messages": get_messages,
    "with_query": paginate.with_query,
    "error_list": fields.error_list,
    "misread": misread.misread,
    "product": {"name": identity.NAME, "description": identity.DESCRIPTION},
    "theme_colour": identity.BRAND,
    # A page rendered without a request (an error page) has neither of these from the context.
    "navigation": (),
    "footer_links": ({"text": "API and downloads", "href": "/api/"},),
}


def wrapping(value: object) -> str:
    """The class of a cell whose few words stay together: a word or two, or the day of a date."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return ""
    if len(value) <= SHORT:
        return " mutualise-short"
    return " mutualise-day" if A_DAY.fullmatch(value) else ""


FILTERS: dict[str, Callable[..., str]] = {
    "whole": figures.whole,
    "plain": figures.plain,
    "money": figures.money,
    "share": figures.share,
    "day": figures.day,
    "iso_day": figures.iso_day,
    "moment": figures.moment,
    "quantity": figures.quantity,
    "counted": figures.counted,
    "wrapping": wrapping,
    "size": filesizeformat,
}
