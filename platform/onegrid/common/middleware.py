"""Request middleware of common."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from onegrid.common import clock


class DemoClock:
    """One request sees one clock offset; costs nothing outside a demo installation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clock.refresh()
        return self.get_response(request)
