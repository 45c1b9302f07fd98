"""The queue of the workspace as a template needs it: boxes and rows; all of it plain, for it is read most."""

from collections.abc import Callable
from html import escape  # the framework looks first whether a word is lazy, which costs as much again
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from onegrid.cases import queue
from onegrid.cases.models import WorkItem
from onegrid.cases.queue import MOST_COUNTED, Page
from onegrid.cases.selectors import copied_to
from onegrid.cases.serializers.shared import light_of
from onegrid.common import clock
from onegrid.common.asked import whole_number
from onegrid.jurisdictions.policy import Actor
from onegrid.web import moments, words
from onegrid.web.queue_asked import Asked, boxes_of
from onegrid.web.queue_filters import filter_form
from onegrid.web.templatetags.onegrid import light

_COPIES = 50


def queue_shown(actor: Actor, asked: Asked, *, chosen: int | None = None) -> dict[str, Any]:
    """For web/parts/queue.html."""
    numbers = queue.numbers(actor)
    shown: dict[str, Any] = {
        "boxes": [_box(name, asked, numbers) for name in boxes_of(actor)],
        "asked": asked,
        "numbers": numbers,
        "query": asked.query,
        "filters": filter_form(actor, asked),
        "chosen": chosen,
    }
    if asked.box == "copied":
        return shown | _copies(actor, asked)
    sort = "done" if asked.box == "done" else asked.sort
    total = asked.narrowing.is_set and asked.box in ("mine", "pool")
    page = queue.page_of(actor, asked.box, asked.narrowing, sort=sort, after=asked.after, total=total)
    return shown | {
        "rows": rows_shown(page.rows, asked, chosen) if page.rows else "",
        "after": page.after,
        "count": _count(actor, asked, numbers, page),
        "empty": None if page.rows else _empty(asked, numbers),
    }


def as_number(n: int) -> str:
    """Counted only so far."""
    return f"{MOST_COUNTED - 1}+" if n >= MOST_COUNTED else str(n)


_BOX_WORDS: dict[str, Callable[[], str]] = {
    "mine": lambda: _("My tasks"),
    "pool": lambda: _("To claim"),
    "unit": lambda: _("My unit"),
    "done": lambda: _("Done by me"),
    "copied": lambda: _("Copied to me"),
}


def _box(name: str, asked: Asked, numbers: Any) -> dict[str, Any]:
    return {
        "name": name,
        "word": _BOX_WORDS[name](),
        "address": f"{reverse('work')}?box={name}",
        "count": as_number(numbers[name]) if numbers.get(name) else "",
        "is_here": name == asked.box,
    }


def _count(actor: Actor, asked: Asked, numbers: Any, page: Page) -> str:
    if page.total is not None:
        return str(page.total)
    if not asked.narrowing.is_set and asked.box in numbers:
        return as_number(numbers[asked.box])
    if not asked.after and not page.after:
        return str(len(page.rows))
    return as_number(queue.counted(queue.box(actor, asked.box, asked.narrowing)))


def rows_shown(rows: list[dict[str, Any]], asked: Asked, chosen: int | None) -> SafeString:
    """The rows of `queue.COLUMNS` as list items. Made here and not by a template: no page is read more often."""
    now = clock.now()
    signs = {name: light(name) for name in ("none", "green", "pressed", "late")}
    address = reverse("work_task", args=[0]).replace("/0/", "/%d/")
    query, says_who, has_ticks = escape(asked.query), asked.box == "unit", asked.box == "pool"
    rework, nobody, tick = _("sent back for rework"), _("unclaimed"), escape(_("Choose"))
    found = []
    for row in rows:
        is_open = row["status"] == WorkItem.Status.OPEN
        at = row["deadline_at"] if is_open else row["done_at"]
        is_here = row["id"] == chosen
        found.append(
            _ROW
            % (
                (" og-item-here" if is_here else "") + (" og-item-tick" if has_ticks else ""),
                _TICK % (row["id"], tick, escape(row["case__title"] or row["case__number"])) if has_ticks else "",
                f"{address % row['id']}?{query}",
                ' aria-current="true"' if is_here else "",
                escape(row["case__title"] or row["case__number"]),
                escape(row["name"]),
                escape(row["case__place"]),
                signs[light_of(row["warn_at"], row["deadline_at"])] if is_open else "",
                moments.exactly(at) if at else "",
                escape(_when(row, now) if is_open else moments.said(at, now=now)),
                _marks(row, rework),
                _who(row, nobody) if says_who else "",
                escape(row["case__number"]),
            )
        )
    return mark_safe("".join(found))  # noqa: S308 - every part is escaped above


_TICK = """<label class="og-tick"><input type="checkbox" name="item" value="%d" form="ticked" data-og-tick>\
<span class="visually-hidden">%s <span data-stored>%s</span></span></label>"""
_ROW = """
    <li class="og-item%s">%s<a href="%s"%s data-og-item data-og-pane hx-push-url="true">\
<span class="og-item-title" data-stored>%s</span>\
<span class="og-item-line"><strong data-stored>%s</strong> <span data-stored>%s</span></span>\
<span class="og-item-line">%s <span title="%s">%s</span> %s</span>%s</a>\
<button type="button" class="og-no" data-og-copy data-stored>%s</button></li>"""


def _marks(row: dict[str, Any], rework: str) -> SafeString:
    """What stands out; most rows have none."""
    urgency, times = row["case__urgency"], row["case__rework_count"]
    found = SafeString("")
    if urgency in ("urgent", "critical"):
        found += format_html('<span class="og-mark og-{}">{}</span>', urgency, words.URGENCY[urgency])
    if times:
        again = f"{rework} ×{times}" if times > 1 else rework
        found += format_html(' <span class="og-mark og-rework">{}</span>', again)
    return found


def _who(row: dict[str, Any], nobody: str) -> SafeString:
    owner = format_html("<span data-stored>{}</span>", row["owner__name"]) if row["owner__name"] else nobody
    return format_html('<span class="og-item-line"><span data-stored>{}</span> · {}</span>', row["unit__name"], owner)


def _when(row: dict[str, Any], now: Any) -> str:
    return moments.due(row["deadline_at"], now=now) if row["deadline_at"] else ""


def _copies(actor: Actor, asked: Asked) -> dict[str, Any]:
    before = whole_number(asked.after)
    found = copied_to(actor).order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    if said := asked.narrowing.search.strip():
        found = found.filter(case__title__contains=said)
    copies = list(found[: _COPIES + 1])
    return {
        "copies": copies[:_COPIES],
        "rows": [],
        "after": str(copies[_COPIES - 1].pk) if len(copies) > _COPIES else "",
        "count": as_number(len(copies)) if len(copies) <= _COPIES else f"{_COPIES}+",
        "empty": None
        if copies
        else {"why": _("Nothing was copied to you."), "what": _("Copies are for reading; nothing is to be done here.")},
    }


def _empty(asked: Asked, numbers: Any) -> dict[str, Any]:
    if asked.narrowing.is_set:
        return {
            "why": _("No task fits these filters."),
            "what": _("Take filters away to see more."),
            "address": f"{reverse('work')}?box={asked.box}",
            "word": _("Clear the filters"),
        }
    if asked.box == "mine":
        if numbers["pool"]:
            return {
                "why": _("Nothing lies with you now."),
                "what": _("Tasks wait in the pool for somebody to claim them."),
                "address": f"{reverse('work')}?box=pool",
                "word": _("See what can be claimed"),
            }
        return {"why": _("Nothing lies with you now."), "what": _("New tasks appear here by themselves.")}
    if asked.box == "pool":
        return {"why": _("Nothing waits to be claimed."), "what": _("Tasks of your posts appear here as they arise.")}
    if asked.box == "unit":
        return {"why": _("Your unit has no open task."), "what": _("Choose another unit above to see its tasks.")}
    return {"why": _("You have not finished a task yet."), "what": _("What you finish can be read here again.")}
