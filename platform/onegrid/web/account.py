"""Signing in and out, and what a person sees of themselves."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onegrid.common.errors import OneGridError
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import Actor
from onegrid.jurisdictions.selectors import in_force
from onegrid.jurisdictions.services.sign_in import sign_in as sign_in_by_password
from onegrid.web.home import own_address
from onegrid.web.page import in_words, page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By name and password; back to where one wanted to go."""
    target = own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        return (
            redirect(target or "start")
            if request.user.is_authenticated
            else _form(request, target, name=request.GET.get("name", ""))
        )
    name = request.POST.get("username", "").strip()
    try:
        found = sign_in_by_password(request=request, username=name, password=request.POST.get("password", ""))
    except OneGridError as error:
        return _form(request, target, name=name, error=error)
    login(request, found.person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(target or "start")


def _form(request: HttpRequest, target: str, *, name: str = "", error: OneGridError | None = None) -> HttpResponse:
    shown = {"next": target, "name": name, "error": in_words(error) if error else None}
    return render(request, "web/sign_in.html", shown, status=error.status if error else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    logout(request)
    return redirect("start")


@require_safe
@page
def me(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who one is, and by which posts."""
    person = Person.objects.get(pk=actor.person_id or 0)
    posts = in_force(person.posts.all()).select_related("unit", "role").order_by("id")
    return render(request, "web/me.html", {"person": person, "posts": posts})
