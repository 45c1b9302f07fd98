"""The address that answers a picker's search."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from onegrid.common import clock
from onegrid.jurisdictions.policy import Actor
from onegrid.web.forms.pickers import asked, offers
from onegrid.web.page import page


@require_safe
@page
def options(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    """`?q=`, and the keys that are the page's to say: `{"options": [{value, label, note}], "more": bool}`."""
    wanted = asked.read(token, actor).given(request.GET.dict())
    today = clock.now().astimezone(clock.zone()).date()
    text = request.GET.get("q", "")
    found = offers.offer(wanted, actor, today, text=text, limit=offers.FOUND if text else offers.SHORT)
    listed = [{"value": one.value, "label": one.label, "note": one.note, "group": one.group} for one in found.choices]
    return JsonResponse({"options": listed, "more": not found.is_whole}, headers={"Cache-Control": "no-store"})
