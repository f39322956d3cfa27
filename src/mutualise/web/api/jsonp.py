"""JSON as a script, for matching tools in browsers that ask in this older way."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from mutualise.web.api.problems import Refused, refusal

# A name of a function and nothing else, so that nothing can be written into the script.
CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*", re.ASCII)
LONGEST = 100


def or_script(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose JSON is sent as a call of the function `callback` names, where one is named."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.GET.get("callback", "")
        if name and (len(name) > LONGEST or not CALLBACK.fullmatch(name)):
            said = f"callback: “{name[:LONGEST]}” is not the name of a function."
            wrong = Refused("parameter-value", said, parameter="callback", value=name)
            return refusal(wrong)
        response = view(request, *args, **kwargs)
        if name and response.status_code == 200:
            response.content = b"/**/" + name.encode() + b"(" + response.content + b");"
            response["Content-Type"] = "text/javascript; charset=utf-8"
        return response

    return answer
