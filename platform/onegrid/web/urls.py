"""Addresses of the pages. A room's first page has the room's name; names of its other pages begin with it and `_`."""

from django.urls import URLPattern, path

from onegrid.web import account, home, supervision

urlpatterns: list[URLPattern] = [
    path("", home.start, name="start"),
    path("language/", home.language, name="language"),
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("me/", account.me, name="me"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("supervision/export/", supervision.export, name="supervision_export"),
    path("supervision/cases/", supervision.cases, name="supervision_cases"),
    path("supervision/cases/export/", supervision.export_cases, name="supervision_cases_export"),
]
