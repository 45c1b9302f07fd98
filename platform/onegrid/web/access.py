"""What a person does about their own way in: the password, the second factor, signing out everywhere."""

import base64
from io import BytesIO
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from onegrid.common.errors import OneGridError
from onegrid.jurisdictions import second_factor
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import Actor
from onegrid.jurisdictions.services.begin_second_factor import begin_second_factor
from onegrid.jurisdictions.services.change_password import change_password
from onegrid.jurisdictions.services.confirm_second_factor import confirm_second_factor
from onegrid.jurisdictions.services.end_second_factor import end_second_factor
from onegrid.jurisdictions.services.end_tokens import end_tokens
from onegrid.web.page import in_words, page


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@page
def password(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new password; every other device has to sign in anew, this one stays."""
    if request.method != "POST":
        return render(request, "web/password.html", {"error": None})
    sent = {name: request.POST.get(name, "") for name in ("old", "new", "again")}
    try:
        person = change_password(actor=actor, request=request, **sent)
    except OneGridError as error:
        return render(request, "web/password.html", {"error": in_words(error)}, status=error.status)
    update_session_auth_hash(request, person)
    messages.success(request, _("The password is changed. Every other device has been signed out."))
    return redirect("me")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@page
def second_factor_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """On: scan, confirm, keep the recovery codes, which are shown this once. Off: password and code."""
    person = Person.objects.get(pk=actor.person_id or 0)
    if request.method != "POST":
        return _shown(request, person)
    try:
        done = _do(request, actor, person)
    except OneGridError as error:
        return _shown(request, person, status=error.status, error=in_words(error))
    return done


def _do(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    sent = request.POST
    if sent.get("do") == "off":
        end_second_factor(actor=actor, request=request, password=sent.get("password", ""), code=sent.get("otp", ""))
        messages.success(request, _("The second factor is off."))
        return redirect("me")
    if sent.get("do") == "confirm":
        codes = confirm_second_factor(actor=actor, code=sent.get("otp", ""))
        person.refresh_from_db()
        update_session_auth_hash(request, person)
        return render(request, "web/recovery_codes.html", {"codes": codes})
    begin_second_factor(actor=actor)
    return redirect("me_second_factor")


def _shown(request: HttpRequest, person: Person, *, status: int = 200, error: Any = None) -> HttpResponse:
    is_on = second_factor.is_on(person)
    offered = None if is_on else second_factor.pending(person)
    shown = {
        "is_on": is_on,
        "codes_left": second_factor.recovery_codes_left(person) if is_on else 0,
        "picture": _picture(offered) if offered else "",
        "key": _key(offered) if offered else "",
        "error": error,
    }
    return render(request, "web/second_factor.html", shown, status=status)


def _picture(device: TOTPDevice) -> SafeString:
    """The address to scan, drawn here: the secret goes to no other host."""
    drawn = BytesIO()
    segno.make(device.config_url, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=False,
        nl=False,
        omitsize=True,
        light="#fff",
        svgclass="og-qr",
        lineclass=None,
        title=_("Picture to scan with the authenticator app"),
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn by segno, the title escaped by it


def _key(device: TOTPDevice) -> str:
    """The same for typing, in groups of four."""

    plain = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


@require_POST
@page
def sign_out_everywhere(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ends this session and every other, and every token."""
    end_tokens(actor=actor)
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("sign_in")
