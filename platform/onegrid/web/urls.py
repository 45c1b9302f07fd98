"""Addresses of the pages. A room's first page has the room's name; names of its other pages begin with it and `_`."""

from django.urls import URLPattern, path

from onegrid.web import account, home, notices
from onegrid.web.case import acts, copying, files, listing, show

urlpatterns: list[URLPattern] = [
    path("", home.start, name="start"),
    path("language/", home.language, name="language"),
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("me/", account.me, name="me"),
    path("cases/", listing.cases, name="cases"),
    path("cases/figures/", listing.figures, name="cases_figures"),
    path("cases/export.xlsx", listing.export, name="cases_export"),
    path("cases/files/<uuid:key>/", files.attachment, name="cases_file"),
    path("cases/<str:number>/", show.case, name="cases_case"),
    path("cases/<str:number>/comment/", acts.add_comment, name="cases_comment"),
    path("cases/<str:number>/copy/", copying.copy, name="cases_copy"),
    path("cases/<str:number>/withdraw/", acts.withdraw, name="cases_withdraw"),
    path("cases/<str:number>/unmask/", acts.unmask, name="cases_unmask"),
    path("cases/<str:number>/incidents/<int:incident>/retry/", acts.retry, name="cases_retry"),
    path("cases/<str:number>/incidents/<int:incident>/skip/", acts.skip, name="cases_skip"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="notices_read_all"),
    path("notices/<int:notice>/open/", notices.open_one, name="notices_open"),
]
