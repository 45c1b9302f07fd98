"""What leaves with every page: the content security policy (decision 26), and as few bytes as may be."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from onegrid.common.middleware import is_of_api
from onegrid.web.live.address import live_origin

_STRICT = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
# Pages whose library writes style attributes: the API documentation, and what web/canvas.py marks.
_INLINE_STYLE = _STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
_INLINE_STYLE_PATHS = ("/api/v1/docs/",)


class ContentSecurity:
    """Sets the policy unless the view has set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_canvas = getattr(response, "allows_inline_style", False) or request.path.startswith(_INLINE_STYLE_PATHS)
        policy = _INLINE_STYLE if is_canvas else _STRICT
        if stream := live_origin(request):
            policy = f"{policy}; connect-src 'self' {stream}"
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


class CompressedPages(GZipMiddleware):
    """Pages for people leave compressed, their length blurred against BREACH; all else leaves as it is."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # type: ignore[override]
        """Static files come compressed from the disk."""
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not is_of_api(request.path_info)
        if not is_page or response.streaming:
            return response
        return super().process_response(request, response)  # type: ignore[return-value]
