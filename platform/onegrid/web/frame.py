"""What stands round every page: who one is, the rooms one may enter, how much waits, the language."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from onegrid.common import clock
from onegrid.common.errors import OneGridError
from onegrid.jurisdictions.authentication import actor_from
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.notices.selectors import unread_by
from onegrid.web.language import is_chinese
from onegrid.web.live.address import live_address


@dataclass(frozen=True, slots=True)
class Room:
    """A door in the navigation."""

    name: str
    label: Any
    icon: str
    permission: Permission | None = None

    @property
    def address(self) -> str:
        """Where the door leads."""
        return reverse(self.name)


ROOMS = (
    Room("work", _("To do"), "checklist", Permission.ACT_ON_TASK),
    Room("register", _("Report"), "edit", Permission.REGISTER_REPORT),
    Room("cases", _("Cases"), "folder", Permission.VIEW_CASE),
    Room("supervision", _("Supervision"), "chart", Permission.SUPERVISE),
    Room("screen", _("Big screen"), "screen", Permission.SUPERVISE),
    Room("studio", _("Studio"), "schema", Permission.DESIGN_WORKFLOW),
    Room("notices", _("Messages"), "bell"),
    Room("me", _("Me"), "user"),
)


def may(actor: Actor, permission: Permission | None) -> bool:
    """Whether any post of theirs holds it anywhere."""
    return permission is None or bool(actor.unit_ids_with(permission))


def rooms_of(actor: Actor) -> list[Room]:
    """The doors that open for this person."""
    return [room for room in ROOMS if may(actor, room.permission)]


_MOST_ON_PHONE = 5
# The bar at the bottom of a phone has room for five; these give way first.
_GIVE_WAY = ("screen", "cases", "register", "work")


def on_phone(rooms: Sequence[Room]) -> list[Room]:
    """Those of a person's doors that stand in the bar of a phone."""
    names = [room.name for room in rooms]
    for name in _GIVE_WAY:
        if len(names) > _MOST_ON_PHONE and name in names:
            names.remove(name)
    return [room for room in rooms if room.name in names]


def frame(request: HttpRequest) -> dict[str, Any]:
    """For every template: `frame.actor`, its `doors` and `phone_doors`, `is_staff`; `chinese`; `live`, `made_at`."""
    return {"frame": SimpleLazyObject(lambda: _frame(request)), "chinese": is_chinese(), **live(request)}


def live(request: HttpRequest) -> dict[str, Any]:
    """Where this page hears of changes, and the moment after which it must hear of them."""
    return {"live": live_address(request), "made_at": f"{clock.real_now().timestamp():.3f}"}


def _frame(request: HttpRequest) -> dict[str, Any]:
    actor = _actor(request)
    here = request.resolver_match.view_name if request.resolver_match else ""
    rooms = rooms_of(actor) if actor else []
    shown = (get_language() or "", here.split("_")[0], unread_by(actor) if actor else 0)
    return {
        "actor": actor,
        "doors": _doors(tuple(room.name for room in rooms if room.name != "me"), *shown),
        "phone_doors": _doors(tuple(room.name for room in on_phone(rooms)), *shown),
        "demo": settings.ONEGRID_DEMO,
        "is_staff": bool(getattr(request.user, "is_staff", False)) if actor else False,
    }


@lru_cache(maxsize=2000)
def _doors(names: tuple[str, ...], _language: str, here: str, unread: int) -> SafeString:
    """Kept: they stand on every page, and few are different."""
    rooms = [room for room in ROOMS if room.name in names]
    return SafeString(render_to_string("web/parts/doors.html", {"rooms": rooms, "here": here, "unread": unread}))


def _actor(request: HttpRequest) -> Actor | None:
    if not hasattr(request, "user"):
        return None
    try:
        return actor_from(request)
    except OneGridError:
        return None
