"""What a browser must bring, and what still works without."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onegrid.common.asked import is_text
from onegrid.common.errors import Refused
from onegrid.web.home import own_address
from onegrid.web.page import in_words, is_partial

# Forms larger than this are not written into the page a second time.
_MOST_TO_KEEP = 200_000
_NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "old", "new", "again", "otp"})


@never_cache
@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """Cookies for signing in; scripts only for comfort."""
    return render(request, "web/browser.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose mark does not hold any more: what was typed stands in the page and can be sent again.

    Only where the form was this installation's own page (the browser says so by itself, a stranger's page can not):
    else one click here would do what the check has just refused.
    """
    error = _NO_COOKIE if reason == REASON_NO_CSRF_COOKIE and not request.COOKIES else _STALE
    if is_partial(request):
        return render(request, "web/parts/error.html", {"error": in_words(error)}, status=403)
    is_own = _is_own_page(request)
    kept = _kept(request) if is_own else []
    shown = {
        "error": in_words(error),
        "kept": kept,
        "lost_files": is_own and str(request.content_type).startswith("multipart/") and bool(request.FILES),
        "back": _back(request),
        "cookies": error is _NO_COOKIE,
    }
    return render(request, "web/csrf.html", shown, status=403)


def _back(request: HttpRequest) -> str:
    """The page of ours that it came from, which browsers name with its host."""
    whole = request.headers.get("Referer", "")
    ours = f"{request.scheme}://{request.get_host()}/"
    return whole if whole.startswith(ours) and own_address(request, whole[len(ours) - 1 :]) else ""


def _is_own_page(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or ""
    return origin == f"{request.scheme}://{request.get_host()}"


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    kept = [
        (name, value) for name, values in request.POST.lists() if name not in _NEVER_KEPT for value in map(str, values)
    ]
    if not all(is_text(name) and is_text(value) for name, value in kept):
        return []
    return kept if sum(len(value) for _name, value in kept) <= _MOST_TO_KEEP else []


_STALE = Refused(
    "web.form_out_of_date",
    "Nothing was done: the page was opened before you signed in, or too long ago.",
    "未执行：该页面在您登录之前打开，或打开时间过久。",
    mend_en="Send it again, or go back, load the page anew and repeat.",
    mend_zh="请重新提交，或返回并刷新页面后再操作。",
)
_NO_COOKIE = Refused(
    "web.no_cookies",
    "Nothing was done: your browser keeps no cookies of this address.",
    "未执行：浏览器没有保存本站的网站数据。",
    mend_en="Allow cookies for this address, then load the page anew.",
    mend_zh="请允许浏览器保存本站的网站数据，然后刷新页面。",
)
