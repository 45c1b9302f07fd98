"""Addresses of the pages. A room's first page has the room's name; names of its other pages begin with it and `_`."""

from django.urls import URLPattern, path

from onegrid.web import account, diagram, home, supervision
from onegrid.web.forms.pickers import view as pickers
from onegrid.web.studio.urls import urlpatterns as studio

urlpatterns: list[URLPattern] = [
    path("", home.start, name="start"),
    path("language/", home.language, name="language"),
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("me/", account.me, name="me"),
    path("cases/<str:number>/diagram/", diagram.case_page, name="cases_diagram_page"),
    path("cases/<str:number>/diagram.json", diagram.case_data, name="cases_diagram"),
    path("studio/<slug:slug>/versions/<int:number>/diagram.json", diagram.studio_data, name="studio_diagram"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("supervision/export/", supervision.export, name="supervision_export"),
    path("supervision/cases/", supervision.cases, name="supervision_cases"),
    path("supervision/cases/export/", supervision.export_cases, name="supervision_cases_export"),
    *studio,
    path("forms/options/<str:token>/", pickers.options, name="forms_options"),
]
