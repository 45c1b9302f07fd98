"""What stands round every page: who one is, the rooms one may enter, how much waits, the language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from onegrid.common import clock
from onegrid.common.errors import OneGridError
from onegrid.jurisdictions.authentication import actor_from
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.notices.selectors import notices_for
from onegrid.web.language import is_chinese
from onegrid.web.live.address import live_address


@dataclass(frozen=True, slots=True)
class Room:
    """A door in the navigation. `on_phone`: also in the bar at the bottom of a phone."""

    name: str
    label: Any
    icon: str
    permission: Permission | None = None
    on_phone: bool = False

    @property
    def address(self) -> str:
        """Where the door leads."""
        return reverse(self.name)


ROOMS = (
    Room("work", _("To do"), "checklist", Permission.ACT_ON_TASK, on_phone=True),
    Room("register", _("Report"), "edit", Permission.REGISTER_REPORT, on_phone=True),
    Room("cases", _("Cases"), "folder", Permission.VIEW_CASE),
    Room("supervision", _("Supervision"), "chart", Permission.SUPERVISE),
    Room("screen", _("Big screen"), "screen", Permission.SUPERVISE),
    Room("studio", _("Studio"), "schema", Permission.DESIGN_WORKFLOW),
    Room("notices", _("Messages"), "bell", on_phone=True),
    Room("me", _("Me"), "user", on_phone=True),
)


def may(actor: Actor, permission: Permission | None) -> bool:
    """Whether any post of theirs holds it anywhere."""
    return permission is None or bool(actor.unit_ids_with(permission))


def rooms_of(actor: Actor) -> list[Room]:
    """The doors that open for this person."""
    return [room for room in ROOMS if _stands(room) and may(actor, room.permission)]


def _stands(room: Room) -> bool:
    try:
        return bool(room.address)
    except NoReverseMatch:
        return False


def frame(request: HttpRequest) -> dict[str, Any]:
    """For every template: `frame.actor`, `frame.rooms`, `frame.here`, `frame.unread`; `chinese`; `live`, `made_at`."""
    return {"frame": SimpleLazyObject(lambda: _frame(request)), "chinese": is_chinese(), **live(request)}


def live(request: HttpRequest) -> dict[str, Any]:
    """Where this page hears of changes, and the moment after which it must hear of them."""
    return {"live": live_address(request), "made_at": f"{clock.real_now().timestamp():.3f}"}


def _frame(request: HttpRequest) -> dict[str, Any]:
    actor = _actor(request)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "actor": actor,
        "rooms": rooms_of(actor) if actor else [],
        "here": here.split("_")[0] if here else "",
        "unread": notices_for(actor).filter(read_at=None).count() if actor else 0,
        "demo": settings.ONEGRID_DEMO,
        "is_staff": bool(getattr(request.user, "is_staff", False)) if actor else False,
    }


def _actor(request: HttpRequest) -> Actor | None:
    if not hasattr(request, "user"):
        return None
    try:
        return actor_from(request)
    except OneGridError:
        return None
