"""Addresses below /api/v1/."""

from django.urls import path

from onegrid.notices import api

urlpatterns = [
    path("notices/", api.Notices.as_view(), name="notices"),
    path("notices/unread/", api.UnreadNotices.as_view(), name="notices-unread"),
    path("notices/read-all/", api.ReadAllNotices.as_view(), name="notices-read-all"),
    path("notices/<int:notice_id>/read/", api.ReadNotice.as_view(), name="notice-read"),
]
