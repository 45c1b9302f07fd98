"""Addresses below /api/v1/."""

from django.urls import path

from onegrid.sla import api

urlpatterns = [
    path("calendar/", api.Calendar.as_view(), name="calendar"),
    path("calendar/deadlines/", api.Deadlines.as_view(), name="deadlines"),
    path("cases/<str:number>/clocks/", api.Clocks.as_view(), name="case-clocks"),
    path("demo/clock/", api.DemoClock.as_view(), name="demo-clock"),
]
