"""Signing in, with a code as second step where a person has one; signing out; what a person sees of themselves."""

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onegrid.common import clock
from onegrid.common.errors import OneGridError, Refused
from onegrid.jurisdictions import second_factor
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import Actor
from onegrid.jurisdictions.selectors import in_force
from onegrid.jurisdictions.services.sign_in import prove_code, prove_password
from onegrid.jurisdictions.throttling import limit_knocking
from onegrid.web.home import own_address, to_own
from onegrid.web.page import error_page, in_words, page, to_sign_in

_BACKEND = "onegrid.jurisdictions.signed_in.PersonBackend"
# Between the steps the session says who proved the password; it opens nothing.
_PROVED = "password_proved"
_SECONDS_BETWEEN = 300
_CODES_TO_TRY = 5


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By name and password; back to where one wanted to go."""
    target = own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        if request.user.is_authenticated:
            return to_own(request, target)
        return _form(request, target, name=request.GET.get("name", ""))
    name = request.POST.get("username", "").strip()
    try:
        limit_knocking(request)
        person = prove_password(request=request, username=name, password=request.POST.get("password", ""))
    except OneGridError as error:
        return _form(request, target, name=name, error=error)
    if second_factor.is_on(person):
        _note(request, person, target)
        return redirect("sign_in_code")
    login(request, person, backend=_BACKEND)
    return to_own(request, target)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step, only after the first, for five minutes and five codes."""
    proved = _proved(request)
    if proved is None:
        return redirect("sign_in")
    person, noted = proved
    if request.method != "POST":
        return render(request, "web/sign_in_code.html", {"error": None})
    try:
        limit_knocking(request)
        prove_code(request=request, person=person, code=request.POST.get("otp", ""))
    except OneGridError as error:
        request.session[_PROVED] = {**noted, "left": noted["left"] - 1}
        if noted["left"] <= 1:
            del request.session[_PROVED]
            return _form(request, noted["next"], name=person.username, error=error)
        return render(request, "web/sign_in_code.html", {"error": in_words(error)}, status=error.status)
    del request.session[_PROVED]
    login(request, person, backend=_BACKEND)
    return to_own(request, noted["next"])


def _note(request: HttpRequest, person: Person, target: str) -> None:
    logout(request)  # whoever was here before is not who enters now
    request.session.cycle_key()
    request.session[_PROVED] = {
        "person": person.pk,
        "hash": person.get_session_auth_hash(),
        "until": clock.real_now().timestamp() + _SECONDS_BETWEEN,
        "left": _CODES_TO_TRY,
        "next": target,
    }


def _proved(request: HttpRequest) -> tuple[Person, dict[str, Any]] | None:
    """A password changed meanwhile, a closed account and a long pause end it."""
    noted = request.session.get(_PROVED)
    if not noted or noted["until"] < clock.real_now().timestamp():
        return None
    person = Person.objects.filter(pk=noted["person"], is_active=True).first()
    if person is None or person.get_session_auth_hash() != noted["hash"]:
        return None
    return person, noted


def _form(request: HttpRequest, target: str, *, name: str = "", error: OneGridError | None = None) -> HttpResponse:
    shown = {"next": target, "name": name, "error": in_words(error) if error else None}
    return render(request, "web/sign_in.html", shown, status=error.status if error else 200)


def administration_sign_in(request: HttpRequest) -> HttpResponse:
    """Where Django's admin sends who may not enter: to our sign-in, or, who is signed in, a plain refusal."""
    if not request.user.is_authenticated:
        return to_sign_in(request, request.GET.get("next", ""))
    if request.user.is_staff and own_address(request, request.GET.get("next", "")):
        return to_own(request, request.GET.get("next", ""))
    return error_page(request, _NOT_STAFF)


_NOT_STAFF = Refused(
    "web.not_an_administrator",
    "This account does not open the administration.",
    "该账号不能进入管理后台。",
    mend_en="Sign in with an administrator's account, or go back to your own work.",
    mend_zh="请使用管理员账号登录，或返回您的工作页面。",
)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    logout(request)
    return redirect("start")


@require_safe
@page
def me(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who one is, and by which posts; how one signs in."""
    person = Person.objects.get(pk=actor.person_id or 0)
    posts = in_force(person.posts.all()).select_related("unit", "role").order_by("id")
    shown = {"person": person, "posts": posts, "has_second_factor": second_factor.is_on(person)}
    return render(request, "web/me.html", shown)
