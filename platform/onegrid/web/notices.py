"""One's messages: unread ones first; opening one marks it as read and leads to what it is about."""

import re
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from onegrid.common.asked import whole_number
from onegrid.jurisdictions.policy import Actor
from onegrid.notices.models import Notice
from onegrid.notices.selectors import notices_for
from onegrid.notices.services.mark_read import mark_all_read, mark_read
from onegrid.web.language import pick
from onegrid.web.page import page

PAGE = 50
# Links are kept as places of the house, not as addresses of pages: /cases/<number>, /work-items/<id>.
_PLACES: Sequence[tuple[str, str]] = (
    (r"/cases/([^/]+)/?", "cases_case"),
    (r"/(?:work-items|work)/([0-9]{1,18})/?", "work_task"),
)


@require_safe
@page
def notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All unread ones of the newest, then what was read, the newest first."""
    mine = notices_for(actor)
    cursor = whole_number(request.GET.get("cursor", ""))
    is_later = cursor is not None
    unread = [] if is_later else list(mine.filter(read_at=None).order_by("-id")[:PAGE])
    read = mine.exclude(read_at=None).order_by("-id")
    rows = list((read.filter(pk__lt=cursor) if is_later else read)[: PAGE + 1])
    context = {
        "unread": [_shown(one) for one in unread],
        "read": [_shown(one) for one in rows[:PAGE]],
        "more": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "is_later": is_later,
    }
    return render(request, "web/notices.html", context)


@require_POST
@page
def open_one(_request: HttpRequest, actor: Actor, notice: int) -> HttpResponse:
    """Mark as read and go there; back to the list where it leads nowhere."""
    return redirect(place_of(mark_read(actor=actor, notice_id=notice).link) or "notices")


@require_POST
@page
def read_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark all as read."""
    n = mark_all_read(actor=actor)
    messages.success(
        request, ngettext("%(n)d message is marked as read.", "%(n)d messages are marked as read.", n) % {"n": n}
    )
    return redirect("notices")


def place_of(link: str) -> str:
    """The page to which a kept link leads; nothing where there is none."""
    for pattern, name in _PLACES:
        if found := re.fullmatch(pattern, link):
            return reverse(name, args=[found[1]])
    return ""


def _shown(one: Notice) -> dict[str, object]:
    return {"row": one, "text": pick(one.text_zh, one.text_en), "leads": bool(place_of(one.link))}
