"""Addresses of the pages. A room's first page has the room's name; names of its other pages begin with it and `_`."""

from django.urls import URLPattern, path

from onegrid.web import access, account, browser, home
from onegrid.web.live.fallback import changes

urlpatterns: list[URLPattern] = [
    path("", home.start, name="start"),
    path("language/", home.language, name="language"),
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-in/code/", account.sign_in_code, name="sign_in_code"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("me/", account.me, name="me"),
    path("me/password/", access.password, name="me_password"),
    path("me/second-factor/", access.second_factor_page, name="me_second_factor"),
    path("me/sign-out-everywhere/", access.sign_out_everywhere, name="me_sign_out_everywhere"),
    path("changes/<path:topic>/", changes, name="changes"),
    path("browser/", browser.needs, name="browser"),
]
