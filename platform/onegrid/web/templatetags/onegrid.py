"""What templates say: stored data, moments, lights, icons, the built assets."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from onegrid.web import assets, moments, words

register = template.Library()

_NOTHING = object()
_TABLES = {
    "case_status": words.CASE_STATUS,
    "task_status": words.TASK_STATUS,
    "sector": words.SECTOR,
    "urgency": words.URGENCY,
    "level": words.LEVEL,
    "light": words.LIGHT,
    "milestone": words.MILESTONE,
    "channel": words.CHANNEL,
    "capacity": words.CAPACITY,
    "reply": words.REPLY,
    "incident_state": words.INCIDENT_STATE,
    "clock_reason": words.CLOCK_REASON,
    "limit_unit": words.LIMIT_UNIT,
}


@register.simple_tag
def stored(value: Any = _NOTHING) -> SafeString:
    """What people typed or the city keeps, in whatever language it is; no page's own word is ever marked so.

    Without a value: the bare attribute, for an element that can hold no other (`<option {% stored %}>`).
    """
    if value is _NOTHING:
        return mark_safe("data-stored")
    return SafeString(f"<span data-stored>{conditional_escape('' if value is None else value)}</span>")


@register.filter
def word(value: object, table: str) -> Any:
    """The page's word for an id: `{{ case.status|word:"case_status" }}`."""
    return words.word(_TABLES[table], value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign of the sprite; decoration beside a word, so hidden from readers aloud."""
    return _icon(name)


@lru_cache(maxsize=500)
def _icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
def moment(value: dt.datetime | None) -> SafeString:
    """As people say it, the exact moment on hover or tap."""
    if value is None:
        return mark_safe('<span class="text-secondary">—</span>')
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), moments.exactly(value), moments.said(value)
    )


@register.simple_tag
def due(value: dt.datetime | None) -> SafeString:
    """A deadline with what is left of it."""
    if value is None:
        return SafeString("")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), moments.exactly(value), moments.due(value)
    )


@register.simple_tag
def light(value: str) -> SafeString:
    """A light: colour, icon and word together."""
    colour, name = words.LIGHT_SIGN[value]
    return format_html('<span class="light light-{}">{}{}</span>', colour, icon(name), words.LIGHT[value])


@register.simple_tag
def assets_of(entry: str) -> SafeString:
    """The built style sheets and script of an entry of the front end."""
    found = assets.of(entry)
    styles = format_html_join("", '<link rel="stylesheet" href="{}">', ((static(path),) for path in found.styles))
    script = format_html('<script type="module" src="{}"></script>', static(found.script)) if found.script else ""
    return SafeString(styles + script)


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """The address's query with these names set; None takes one out. Filters live in the address."""
    found = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            found.pop(name, None)
        else:
            found[name] = value
    return f"?{found.urlencode()}"
