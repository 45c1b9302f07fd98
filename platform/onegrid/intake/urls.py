"""Addresses below /api/v1/."""

from django.urls import path

from onegrid.intake import api

urlpatterns = [
    path("reports/", api.Reports.as_view(), name="reports"),
    path("reports/<int:report_id>/", api.OneReport.as_view(), name="report"),
    path("sources/", api.Sources.as_view(), name="sources"),
    path("imports/", api.Imports.as_view(), name="imports"),
    path("imports/<int:job_id>/", api.OneImport.as_view(), name="import"),
    path("imports/<int:job_id>/errors/", api.ImportErrors.as_view(), name="import-errors"),
]
