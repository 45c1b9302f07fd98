"""By what a list of the workspace is searched, narrowed and ordered."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onegrid.cases import queue
from onegrid.cases.queue import Narrowing
from onegrid.catalog import selectors as catalog
from onegrid.jurisdictions.models import Role, Unit
from onegrid.jurisdictions.policy import Actor
from onegrid.web import words
from onegrid.web.language import pick
from onegrid.web.queue_asked import CHOICES, Asked

_SORT_WORDS: dict[str, Callable[[], str]] = {
    "due": lambda: _("Deadline first"),
    "newest": lambda: _("Newest first"),
    "oldest": lambda: _("Oldest first"),
}


def filter_form(actor: Actor, asked: Asked) -> SafeString:
    """Kept where it is the same for everybody."""
    if asked.box == "unit":
        return _drawn(asked.box, asked.narrowing, asked.sort, (*_common(asked), *_whom(actor, asked)))
    if asked.narrowing.search:
        return _drawn(asked.box, asked.narrowing, asked.sort, _common(asked))
    return _kept(get_language() or "", asked.box, asked.narrowing, asked.sort, catalog.major_categories())


@lru_cache(maxsize=1000)
def _kept(
    _language: str, box: str, narrowing: Narrowing, sort: str, _majors: tuple[tuple[str, str], ...]
) -> SafeString:
    return _drawn(box, narrowing, sort, _common(Asked(box, narrowing, sort, "")))


def _drawn(box: str, narrowing: Narrowing, sort: str, filters: tuple[dict[str, Any], ...]) -> SafeString:
    sorts = _options(sort, [(name, word()) for name, word in _SORT_WORDS.items()], False)
    shown = {"box": box, "narrowing": narrowing, "filters": filters, "sorts": "" if box in _UNSORTED else sorts}
    return SafeString(render_to_string("web/parts/queue_filters.html", shown))


_UNSORTED = ("done", "copied")


def _common(asked: Asked) -> tuple[dict[str, Any], ...]:
    """Each: name, label, chosen, options, and `all` and `none` where the filter has words of its own for them."""
    if asked.box == "copied":
        return ()
    found = (
        _filter("light", _("Deadline"), asked, [("late", words.LIGHT["late"]), ("soon", words.LIGHT["pressed"])]),
        _filter("sector", _("Sector"), asked, [(one, words.SECTOR[one]) for one in CHOICES["sector"]]),
        _filter("urgency", _("Urgency"), asked, [(one, words.URGENCY[one]) for one in CHOICES["urgency"]]),
        _filter("category", _("Category"), asked, catalog.major_categories(), stored=True),
    )
    return found[1:] if asked.box == "done" else found


def _whom(actor: Actor, asked: Asked) -> tuple[dict[str, Any], ...]:
    """Waiting for whom."""
    units = Unit.objects.filter(pk__in=queue.led_units(actor)).order_by("path").values_list("code", "name")
    roles = [(one.slug, pick(one.label_zh, one.label_en)) for one in Role.objects.order_by("rank", "id")]
    people = [(str(pk), name) for pk, name in queue.owners_in(actor, Narrowing(unit=asked.narrowing.unit))]
    return (
        _filter("unit", _("Unit"), asked, units, stored=True) | {"all": _("All units below mine")},
        _filter("role", _("Role"), asked, roles, stored=True),
        _filter("owner", _("Waiting for"), asked, people, stored=True) | {"none": _("nobody yet")},
    )


def _filter(
    name: str, label: str, asked: Asked, options: Iterable[tuple[str, Any]], *, stored: bool = False
) -> dict[str, Any]:
    chosen = getattr(asked.narrowing, name)
    return {"name": name, "label": label, "chosen": chosen, "options": _options(chosen, options, stored)}


def _options(chosen: str, options: Iterable[tuple[str, Any]], stored: bool) -> SafeString:
    mark = SafeString(" data-stored" if stored else "")
    return format_html_join(
        "",
        '<option value="{}"{}{}>{}</option>',
        ((value, _SELECTED if value == chosen else "", mark, word) for value, word in options),
    )


_SELECTED = SafeString(" selected")
