"""The start page by role: what waits, the three most pressing tasks, the doors with what lies behind them."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onegrid.cases import queue
from onegrid.cases.queue import Narrowing
from onegrid.catalog.models import Workflow
from onegrid.jurisdictions import days
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.notices.selectors import notices_for
from onegrid.reports.indicators import LATE_OPEN
from onegrid.reports.selection import Selection
from onegrid.reports.selectors import cases_behind
from onegrid.web.frame import may, rooms_of
from onegrid.web.queue_asked import Asked
from onegrid.web.queue_shown import as_number, rows_shown

_MOST_PRESSING = 3


def start_shown(actor: Actor) -> dict[str, Any]:
    """For web/start.html. Who acts on no tasks sees only doors."""
    works = may(actor, Permission.ACT_ON_TASK)
    numbers = dict(queue.numbers(actor)) if works else {}
    unread = notices_for(actor).filter(read_at=None).count()
    return {
        "works": works,
        "counts": [*_late_cases(actor), *_counts(numbers, works)],
        "pressing": _pressing(actor) if numbers.get("mine") else "",
        "calm": _calm(numbers) if works else None,
        "doors": [
            {"address": room.address, "icon": room.icon, "label": room.label, "says": _says(room.name, actor, unread)}
            for room in rooms_of(actor)
        ],
    }


def _late_cases(actor: Actor) -> list[dict[str, Any]]:
    """For who supervises: the cases of their sight that are late and still open, whenever they were registered."""
    if not may(actor, Permission.SUPERVISE):
        return []
    today = days.today()
    ever = Selection(today - dt.timedelta(days=3600), today)
    n = cases_behind(actor, ever, LATE_OPEN).count()
    asked = {"period": "custom", "since": ever.since.isoformat(), "until": today.isoformat(), "figure": LATE_OPEN}
    address = f"{reverse('supervision_cases')}?{urlencode(asked)}"
    return [{"n": n, "word": _("cases late and open"), "address": address, "tone": "red" if n else ""}]


def _counts(numbers: dict[str, int], works: bool) -> list[dict[str, Any]]:
    if not works:
        return []
    work = reverse("work")
    found = [
        ("mine", _("my tasks"), f"{work}?box=mine", ""),
        ("late", _("late"), f"{work}?box=mine&light=late", "red"),
        ("soon", _("soon late"), f"{work}?box=mine&light=soon", "amber"),
        ("pool", _("to claim"), f"{work}?box=pool", ""),
        ("unit", _("open in my unit"), f"{work}?box=unit", ""),
        ("copied", _("copied, unread"), f"{work}?box=copied", ""),
    ]
    return [
        {"n": as_number(numbers[name]), "word": word, "address": address, "tone": tone if numbers[name] else ""}
        for name, word, address, tone in found
        if name in numbers
    ]


def _pressing(actor: Actor) -> SafeString:
    page = queue.page_of(actor, "mine", Narrowing(), sort="due", size=_MOST_PRESSING)
    return rows_shown(page.rows, Asked("mine", Narrowing(), "due", ""), None)


def _calm(numbers: dict[str, int]) -> dict[str, str]:
    if numbers.get("pool"):
        return {"why": _("Nothing lies with you now."), "what": _("Tasks wait in the pool for somebody to claim them.")}
    return {"why": _("Nothing lies with you now."), "what": _("New tasks appear here by themselves.")}


def _says(room: str, actor: Actor, unread: int) -> str:
    if room == "notices":
        return ngettext("%(n)d unread", "%(n)d unread", unread) % {"n": unread} if unread else _("all read")
    if room == "studio":
        n = Workflow.objects.exclude(current_version=None).count()
        return ngettext("%(n)d workflow runs", "%(n)d workflows run", n) % {"n": n}
    if room == "supervision":
        n = len(actor.unit_ids_with(Permission.SUPERVISE))
        return ngettext("%(n)d unit in your sight", "%(n)d units in your sight", n) % {"n": n}
    return {
        "work": _("Do what waits, claim what is open"),
        "register": _("For a caller, or what you see yourself"),
        "cases": _("Find a case and see where it stands"),
        "me": _("Your posts, sign out"),
    }.get(room, "")
