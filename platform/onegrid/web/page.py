"""What every page of ours has in common: somebody signed in, and an error page in words instead of a stack."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from onegrid.common.errors import OneGridError
from onegrid.jurisdictions.authentication import NotSignedIn, actor_from
from onegrid.jurisdictions.policy import Actor
from onegrid.web.language import pick

View = Callable[Concatenate[HttpRequest, Actor, ...], HttpResponse]


def page(view: View) -> Callable[..., HttpResponse]:
    """A view for people: `view(request, actor, ...)`. Strangers go to the sign-in and come back; errors get a page."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actor = actor_from(request)
        except NotSignedIn:
            return to_sign_in(request)
        except OneGridError as error:
            return error_page(request, error)
        try:
            return view(request, actor, *args, **kwargs)
        except OneGridError as error:
            return error_page(request, error)

    return shown


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page (a boosted link and the way back ask for all of it)."""
    asked = request.headers
    is_whole = "true" in (asked.get("HX-Boosted"), asked.get("HX-History-Restore-Request"))
    return asked.get("HX-Request") == "true" and not is_whole


def to_sign_in(request: HttpRequest, target: str | None = None) -> HttpResponse:
    """With the way back; a part of a page sends the whole page there."""
    if target is None:
        target = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    address = f"{reverse('sign_in')}?{urlencode({'next': target})}" if target else reverse("sign_in")
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def error_page(request: HttpRequest, error: OneGridError) -> HttpResponse:
    """What is wrong, where, and how to mend it; in a part of a page only the words."""
    template = "web/parts/error.html" if is_partial(request) else "web/error.html"
    return render(request, template, {"error": in_words(error)}, status=error.status)


def in_words(error: OneGridError) -> dict[str, Any]:
    """In the reader's language: code, message, mend, status, and `details` (field, element, line, the same)."""
    return {
        "code": error.code,
        "status": error.status,
        "message": pick(error.message_zh, error.message_en),
        "mend": pick(error.mend_zh, error.mend_en),
        "field": error.field,
        "element": error.element,
        "details": [
            {
                "code": one.code,
                "field": one.field,
                "element": one.element,
                "line": one.line,
                "message": pick(one.message_zh, one.message_en),
                "mend": pick(one.mend_zh, one.mend_en),
            }
            for one in error.details
        ],
        "extra": error.extra,
    }
