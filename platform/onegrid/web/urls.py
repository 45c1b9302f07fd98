"""Addresses of the pages. A room's first page has the room's name; names of its other pages begin with it and `_`."""

from django.urls import URLPattern, path

from onegrid.web import account, diagram, home, register, supervision, task_acts, workspace
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
    path("work/", workspace.work, name="work"),
    path("work/<int:work_item_id>/", workspace.work_task, name="work_task"),
    path("work/<int:work_item_id>/draft/", workspace.work_draft, name="work_draft"),
    path("work/<int:work_item_id>/claim/", task_acts.work_claim, name="work_claim"),
    path("work/<int:work_item_id>/release/", task_acts.work_release, name="work_release"),
    path("work/<int:work_item_id>/transfer/", task_acts.work_transfer, name="work_transfer"),
    path("work/<int:work_item_id>/return/", task_acts.work_return, name="work_return"),
    path("work/<int:work_item_id>/comment/", task_acts.work_comment, name="work_comment"),
    path("work/<int:work_item_id>/copy/", task_acts.work_copy, name="work_copy"),
    path("work/<int:work_item_id>/withdraw/", task_acts.work_withdraw, name="work_withdraw"),
    path("register/", register.register, name="register"),
    path("register/places/", register.register_places, name="register_places"),
    path("register/<str:number>/", register.register_done, name="register_done"),
    path("forms/options/<str:token>/", pickers.options, name="forms_options"),
]
