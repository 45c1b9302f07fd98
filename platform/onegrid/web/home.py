"""The start page: what waits for whoever is signed in; what can be tried for who is not. And the switch of language."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from onegrid.cases.models import Case
from onegrid.common.errors import OneGridError
from onegrid.jurisdictions.authentication import actor_from
from onegrid.jurisdictions.models import Unit
from onegrid.web.demo_accounts import demo_accounts, demo_password
from onegrid.web.language import KNOWN
from onegrid.web.start_shown import start_shown

_LONGEST_ADDRESS = 2000


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Strangers see the demo's accounts only in a demo installation."""
    try:
        actor = actor_from(request)
    except OneGridError:
        return render(request, "web/welcome.html", _to_try())
    return render(request, "web/start.html", start_shown(actor))


# The three kinds of people who live in the platform, each by one demo account.
_DOORS = (
    ("yuxin.grid", "checklist", _("Grid staff"), _("Take a task on the phone and do it with a photo.")),
    ("city.supervisor", "chart", _("Supervisor"), _("Find out which township is late, and see its cases.")),
    ("city.designer", "schema", _("Process designer"), _("Change a form or a diagram, check it and publish it.")),
)


def _to_try() -> dict[str, Any]:
    if not settings.ONEGRID_DEMO:
        return {"accounts": []}
    accounts = demo_accounts(settings.ROOT / "fixtures")
    units = dict(Unit.objects.filter(code__in={one.unit for one in accounts}).values_list("code", "name"))
    names = {one.username: one.name for one in accounts}
    return {
        "accounts": [{**asdict(one), "unit_name": units.get(one.unit, one.unit)} for one in accounts],
        "doors": [
            {"username": username, "name": names[username], "icon": icon, "who": who, "what": what}
            for username, icon, who, what in _DOORS
            if username in names
        ],
        "has_cases": Case.objects.exists(),
        "password": demo_password(),
    }


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language for a year and go back where one was."""
    response = to_own(request, request.POST.get("next", ""))
    if (chosen := request.POST.get("language", "")) in KNOWN:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def to_own(request: HttpRequest, address: str) -> HttpResponseRedirect:
    """There, if it is ours; else to the start."""
    return HttpResponseRedirect(own_address(request, address) or reverse("start"))


def own_address(request: HttpRequest, address: str) -> str:
    """The address if it leads to a page of this installation, else nothing: no form may send people elsewhere.

    It begins with one slash: other words could be read as the name of a page, and what is too long for a browser
    is no place to go back to.
    """
    if not address.startswith("/") or len(address) > _LONGEST_ADDRESS:
        return ""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""
