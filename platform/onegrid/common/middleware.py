"""Request middleware of common."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from onegrid.common import clock
from onegrid.common.errors import NotFound, OneGridError
from onegrid.common.postgresql.base import ours

API = "/api/v1/"


class GivesConnectionBack:
    """The pooled connection is free again before the answer goes out, not after: whoever asks next finds it warm."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if ours().is_pooled and not response.streaming:
            ours().close_if_unusable_or_obsolete()
        return response


class FinalSlash:
    """An address of the API without its final slash is the same address; a redirect would lose the body of a POST.

    Every address below API ends with a slash, so nothing need be looked up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info[-1:] != "/" and is_of_api(request.path_info):
            request.path_info += "/"
            request.path += "/"
        return self.get_response(request)


def is_of_api(path_info: str) -> bool:
    """Whether programs, not people, read what comes back."""
    return path_info.startswith(API) or path_info == API[:-1]


class DemoClock:
    """One request sees one clock offset; costs nothing outside a demo installation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clock.refresh()
        return self.get_response(request)


class Limits:
    """Refuses what no honest client sends, before anything reads it: endless bodies, null characters outside them.

    And a form whose connection broke off: the server hands on what came, and half of a text reads as a whole one. Of
    other bodies a half can not be read (JSON, multipart).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            return _told(NotFound(), 404)
        cookies = request.META.get("HTTP_COOKIE", "")
        if "\\000" in cookies or "\x00" in cookies:  # written so, it reaches the search for a session
            return _told(_NO_COOKIES, 400)
        largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        kind = request.content_type or ""
        if kind.startswith("multipart/"):
            largest = settings.ONEGRID_LARGEST_UPLOAD
        if _length(request) > largest:
            return _told(_too_large(largest), 413)
        if kind == _FORM and len(request.body) < _length(request):
            return _told(BROKEN_OFF, 400)
        return self.get_response(request)


def _told(error: OneGridError, status: int) -> JsonResponse:
    """`told` lets what stands further out say the same as a page."""
    answer = JsonResponse({"error": error.as_json()}, status=status)
    answer.told = error  # type: ignore[attr-defined]
    return answer


_FORM = "application/x-www-form-urlencoded"
BROKEN_OFF = OneGridError(
    "common.bad_request",
    "The form broke off before its end.",
    "表单未传输完整。",
    mend_en="Nothing was done. Send it again, whole.",
    mend_zh="操作未执行，请重新完整提交。",
)
_NO_COOKIES = OneGridError(
    "common.cookies",
    "The browser sent cookies that cannot be read.",
    "浏览器发送的网站数据无法读取。",
    mend_en="Delete this site's cookies in the browser and sign in again.",
    mend_zh="请在浏览器中清除本站的网站数据，然后重新登录。",
)


def _length(request: HttpRequest) -> int:
    """Without a length there is no body: WSGI reads none."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _too_large(largest: int) -> OneGridError:
    return OneGridError(
        "common.too_large",
        f"The body has more than {largest // 1024 // 1024} MB.",
        f"请求超过 {largest // 1024 // 1024} MB。",
        mend_en="Send it in smaller parts.",
        mend_zh="请拆分后分次提交。",
    )
