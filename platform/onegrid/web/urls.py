"""Addresses of the pages. A room's first page has the room's name; names of its other pages begin with it and `_`."""

from django.urls import URLPattern, path

from onegrid.web import account, home
from onegrid.web.forms.pickers import view as pickers

urlpatterns: list[URLPattern] = [
    path("", home.start, name="start"),
    path("language/", home.language, name="language"),
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("me/", account.me, name="me"),
    path("forms/options/<str:token>/", pickers.options, name="forms_options"),
]
