"""The API speaks JSON alone, so nearly every request can be answered without weighing media types."""

from collections.abc import Iterable

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

_ANYTHING = frozenset({"", "*/*"})


class JsonFirst(DefaultContentNegotiation):
    """As the framework's; who takes anything gets the first renderer without a search."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """(renderer, media type)."""
        taken = request.META.get("HTTP_ACCEPT", "")
        if format_suffix or taken not in _ANYTHING or self.settings.URL_FORMAT_OVERRIDE in request.query_params:
            found: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
            return found
        first = next(iter(renderers))
        return first, str(first.media_type)
