"""What a list of cases is asked for: the page's address as the filters of cases/filters.py, and the words for them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import DateField
from django.http import QueryDict
from django.utils.translation import gettext as _

from onegrid.cases.filters import CaseFilter
from onegrid.cases.models import Case
from onegrid.common import clock
from onegrid.common.field_errors import Place, detail
from onegrid.common.filtering import filtered, refused
from onegrid.jurisdictions.models import Division, Unit
from onegrid.web import words
from onegrid.web.case.choices import categories, places, units

# Name in the address -> name of the filter.
_NAMES = {
    **dict.fromkeys(("search", "status", "sector", "urgency", "level", "light", "category", "within", "reworked")),
    **dict.fromkeys(("channel", "source", "workflow", "centre")),
    "unit": "lead_unit",
    "from": "registered_from",
    "to": "registered_to",
}
_WITHOUT_FIELD = ("source", "workflow", "centre", "level")
SORTS = ("newest", "oldest")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: its name in the address, its word, its value in words or as stored."""

    name: str
    label: Any
    value: Any
    is_stored: bool
    without: str  # the address's query without it


def narrowed_by(rows: QuerySet[Case], asked: QueryDict) -> QuerySet[Case]:
    """The cases that the address asks for, or QueryInvalid that names what does not hold."""
    data = {_NAMES[name] or name: value for name, value in set_filters(asked).items()}
    for name, key, days in (("from", "registered_from", 0), ("to", "registered_to", 1)):
        if key in data:
            data[key] = _midnight(name, data[key], days).isoformat()
    return filtered(CaseFilter(data=data, queryset=rows))


def set_filters(asked: Mapping[str, Any]) -> dict[str, str]:
    """Those with a value."""
    return {name: value for name in _NAMES if (value := str(asked.get(name, "")).strip())}


def _midnight(name: str, text: str, days: int) -> dt.datetime:
    try:
        day = dt.date.fromisoformat(text) + dt.timedelta(days=days)
    except (ValueError, OverflowError):
        raise refused(detail(Place(name, DateField(), text), "invalid")) from None
    return dt.datetime.combine(day, dt.time(), clock.zone())


def chips(asked: QueryDict) -> list[Chip]:
    """What is set, in words, each to be taken away alone."""
    return list(_chips(asked))


def hidden(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Filters without a field of their own, which links set: they stay when the form is sent."""
    return [(name, value) for name, value in set_filters(asked).items() if name in _WITHOUT_FIELD]


def _without(asked: QueryDict, name: str) -> str:
    left = asked.copy()
    for one in (name, "cursor"):
        left.pop(one, None)
    return f"?{left.urlencode()}"


def _chips(asked: QueryDict) -> Iterator[Chip]:
    tables = {"status": words.CASE_STATUS, "sector": words.SECTOR, "urgency": words.URGENCY, "level": words.LEVEL}
    tables |= {"light": words.LIGHT, "channel": words.CHANNEL}
    yes_no = {"true": _("yes"), "false": _("no")}
    labels = {
        **{"search": _("Search"), "status": _("Status"), "sector": _("Sector"), "urgency": _("Urgency")},
        **{"level": _("Level"), "light": _("Limit"), "category": _("Category"), "within": _("Place")},
        **{"reworked": _("Reworked"), "channel": _("Channel"), "source": _("Source"), "workflow": _("Process")},
        **{"centre": _("Centre"), "unit": _("Unit in charge"), "from": _("Registered from"), "to": _("Registered to")},
    }
    for name, value in set_filters(asked).items():
        without = _without(asked, name)
        table = yes_no if name == "reworked" else tables.get(name, {})
        if value in table:
            yield Chip(name, labels[name], table[value], is_stored=False, without=without)
        else:
            yield Chip(name, labels[name], _name_of(name, value), is_stored=True, without=without)


def _name_of(name: str, value: str) -> str:
    if name in ("unit", "centre"):
        return Unit.objects.filter(code=value).values_list("name", flat=True).first() or value
    if name == "within":
        return Division.objects.filter(code=value).values_list("name", flat=True).first() or value
    if name == "category":
        return next((one.label for one in categories() if one.value == value), value)
    return value


def choices(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What each field offers; its value now."""
    return {
        "statuses": list(words.CASE_STATUS.items()),
        "sectors": [one for one in words.SECTOR.items() if one[0]],
        "urgencies": [one for one in words.URGENCY.items() if one[0]],
        "lights": [("late", words.LIGHT["late"]), ("pressed", words.LIGHT["pressed"])],
        "channels": list(words.CHANNEL.items()),
        "categories": categories(),
        "units": units(),
        "places": places(),
        "value": {name: str(asked.get(name, "")) for name in _NAMES},
    }
