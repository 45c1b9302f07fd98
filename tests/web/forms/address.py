"""Every address of the installation, and a page that shows one form as a task's page would."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import path

from onegrid.catalog import answers as answering
from onegrid.catalog.forms.schema import FormSchema
from onegrid.common import clock
from onegrid.common.errors import Invalid
from onegrid.config.urls import handler400, handler403, handler404, handler500
from onegrid.config.urls import urlpatterns as all_of_them
from onegrid.jurisdictions.authentication import actor_from
from onegrid.web.forms import read_with_files, render

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

SHOWN: dict[str, Any] = {"form": None, "scope": {"case": {}}, "answers": {}, "outcomes": ("done", "reject")}
"""What the page shows; `taken` and `drafts` hold what came."""

_PAGE = """{% extends "web/base.html" %}{% load onegrid %}
{% block title %}T{% endblock %}{% block head %}{% assets_of "forms" %}{% endblock %}
{% block content %}<h1 {% stored %}>{{ form.title }}</h1>
<form method="post" enctype="multipart/form-data" data-og-form class="og-card">{% csrf_token %}
<fieldset><legend {% stored %}>outcome</legend>{% for one in outcomes %}
<label class="form-check og-form-check"><input class="form-check-input" type="radio" name="outcome" value="{{ one }}"
{% if one == outcome %} checked{% endif %}><span class="form-check-label" {% stored %}>{{ one }}</span></label>
{% endfor %}</fieldset>
{{ fields }}
<button class="btn btn-primary" name="go" value="1" {% stored %}>OK</button></form>{% endblock %}"""


def shown(request: HttpRequest) -> HttpResponse:
    """The form; what is posted is judged, and shown again where it does not hold."""
    form: FormSchema = SHOWN["form"]
    actor = actor_from(request)
    held, details, outcome = SHOWN["answers"], (), request.POST.get("outcome") or None
    if request.method == "POST":
        held, refused = read_with_files(form, request.POST, request.FILES, actor)
        details = refused
        try:
            SHOWN["taken"] = answering.validate(form, held, scope={**SHOWN["scope"], "outcome": outcome})
        except Invalid as error:
            details = (*refused, *error.details)
        if not details:
            return HttpResponse("taken")
    get_token(request)
    fields = render(
        form, answers=held, scope=SHOWN["scope"], outcome=outcome, now=clock.now(), actor=actor, details=details,
        draft_url="/try/draft/",
    )  # fmt: skip
    page = engines["django"].from_string(_PAGE)
    given = {"form": form, "fields": fields, "outcomes": SHOWN["outcomes"], "outcome": outcome}
    return HttpResponse(page.render(given, request))


def draft(request: HttpRequest) -> HttpResponse:
    """Keeps what comes."""
    kept = request.POST.copy()
    SHOWN.setdefault("drafts", []).append(kept)
    return JsonResponse({"revision": 7, "time": "08:05"}, headers={"X-Revision": "7"})


urlpatterns = [path("try/", shown), path("try/draft/", draft), *all_of_them]
