"""The start page, and the answer to monitors."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onegrid.config.demo_accounts import demo_accounts, demo_password


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What one can try here; the demo accounts only in a demo installation."""
    accounts = demo_accounts(settings.ROOT / "fixtures") if settings.ONEGRID_DEMO else []
    return render(request, "config/start.html", {"accounts": accounts, "password": demo_password() if accounts else ""})


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 while this process reaches the database; the broker is only a doorbell and does not count."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})
