"""Who may enter the studio, and who may publish from it: asked at the city's centre, as the API does."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id
from onegrid.web.page import View, page


def studio_page(view: View) -> Callable[..., HttpResponse]:
    """A page for who designs the city's processes; nobody else is told what stands there."""

    @wraps(view)
    def shown(request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any) -> HttpResponse:
        require(actor, Permission.DESIGN_WORKFLOW, city_centre_id())
        return view(request, actor, *args, **kwargs)

    return page(shown)


def may_publish(actor: Actor) -> bool:
    """Drafting is one right, publishing another."""
    return actor.is_system or bool(actor.posts_with(Permission.PUBLISH_WORKFLOW, city_centre_id()))
