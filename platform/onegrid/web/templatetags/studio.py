"""What the studio's templates say: texts kept in two languages, time limits, origins of versions, kinds of files."""

import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onegrid.catalog.models import Origin
from onegrid.engine.definitions import Limit, TimeUnit
from onegrid.web.language import is_chinese, pick

register = template.Library()

_LATIN = re.compile(r"([A-Za-z](?:[\w:.=\"'/*#<>-]*[A-Za-z0-9\"'>])?)", re.ASCII)
_CHINESE = re.compile(r"([\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]+)")

_ORIGIN: dict[str, Any] = {
    Origin.FOLDER: gettext_lazy("the repository"),
    Origin.STUDIO: gettext_lazy("the studio"),
    Origin.API: gettext_lazy("a program"),
}
_KIND: dict[str, Any] = {
    "diagram": gettext_lazy("diagram"),
    "decision": gettext_lazy("decision table"),
    "form": gettext_lazy("form"),
    "examples": gettext_lazy("examples"),
    "manifest": gettext_lazy("title and owner"),
    "notes": gettext_lazy("notes"),
}
_UNIT: dict[TimeUnit, Any] = {
    TimeUnit.URGENT_HOUR: gettext_lazy("urgent hours"),
    TimeUnit.WORK_HOUR: gettext_lazy("working hours"),
    TimeUnit.WORK_DAY: gettext_lazy("working days"),
    TimeUnit.NATURAL_DAY: gettext_lazy("natural days"),
    TimeUnit.URGENT_DAY: gettext_lazy("urgent working days"),
}


@register.simple_tag
def either(zh: str, en: str = "", plain: bool = False) -> SafeString | str:
    """Of a text kept in both languages the reader's one, marked as stored; `plain` where no element may stand."""
    said = pick(zh, en)
    return said if plain else format_html("<span data-stored>{}</span>", said)


@register.simple_tag
def cited(text: str) -> SafeString:
    """A finding's sentence; what it cites of the files (ids, keys, names in the other language) is marked as stored."""
    foreign = _LATIN if is_chinese() else _CHINESE
    found = foreign.split(text)
    return format_html_join(
        "",
        "{}",
        ((format_html("<span data-stored>{}</span>", one) if at % 2 else one,) for at, one in enumerate(found)),
    )


@register.simple_tag
def limit(value: Limit | None) -> str:
    """How long a step may take."""
    if value is None or (value.standard is None and value.value is None):
        return "—"
    own = f"{value.value} {_UNIT[value.unit]}" if value.value is not None and value.unit is not None else ""
    if value.standard is None:
        return own
    return _("by the closing standard; without one %(limit)s") % {"limit": own} if own else _("by the closing standard")


@register.simple_tag
def origin(value: str) -> Any:
    """Where a version was published from."""
    return _ORIGIN.get(value, value)


@register.simple_tag
def file_kind(value: str) -> Any:
    """What a file of a process is."""
    return _KIND.get(value, value)
