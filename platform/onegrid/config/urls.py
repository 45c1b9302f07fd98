"""Every address of the installation. Apps write theirs relative to /api/v1/."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from onegrid.config.pages import healthz
from onegrid.web.account import administration_sign_in, sign_out

_API_APPS = ("jurisdictions", "catalog", "cases", "notices", "sla", "intake")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    # Only our own way in asks for the second factor and counts failures.
    path("admin/login/", administration_sign_in),
    path("admin/logout/", sign_out),
    path("admin/password_change/", RedirectView.as_view(pattern_name="me_password")),
    path("admin/", admin.site.urls),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    *(path("api/v1/", include(f"onegrid.{app}.urls")) for app in _API_APPS),
    path("", include("onegrid.web.urls")),
]

# What no view answers: pages for people, the one error shape below /api/v1/.
handler400 = "onegrid.config.faults.bad_request"
handler403 = "onegrid.config.faults.refused"
handler404 = "onegrid.config.faults.not_found"
handler500 = "onegrid.config.faults.unforeseen"
