"""Every address of the installation. Apps write theirs relative to /api/v1/."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from onegrid.config.pages import healthz, start

_API_APPS = ("jurisdictions", "catalog", "cases", "notices", "sla", "intake")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    *(path("api/v1/", include(f"onegrid.{app}.urls")) for app in _API_APPS),
]
