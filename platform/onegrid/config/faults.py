"""What no view answers: JSON in the one error shape below /api/v1/, pages of ours elsewhere."""

import sys
import uuid
from collections.abc import Callable

import psycopg
import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.http.multipartparser import MultiPartParserError

from onegrid.common.asked import LARGEST, is_text
from onegrid.common.errors import NotFound, OneGridError
from onegrid.common.middleware import BROKEN_OFF, is_of_api
from onegrid.web.faults import fault_page

log = structlog.get_logger(__name__)
# Ten times what the longest of our own addresses asks for.
_LONGEST_QUERY = 8_000
_LOST = "\ufffd"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """No such address."""
    return _answer(request, NotFound(), 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refuses to read: foreign host names, too many fields or files, too large a form."""
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, _TOO_LARGE, 413)
    return _answer(request, BROKEN_OFF if isinstance(exception, MultiPartParserError) else _NOT_READ, 400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Outside the views of the API, which answer this themselves."""
    return _answer(request, _REFUSED, 403)


def unforeseen(request: HttpRequest) -> HttpResponse:
    """A fault of ours: the answer tells nothing of it but the number under which the log does."""
    number = str(uuid.uuid4().int)[:12]  # digits, for it is told over the telephone
    if _have_met(sys.exc_info()[1]):
        return _come_again(request, number)
    log.exception("request failed", request=number, method=request.method, path=request.path)
    if not is_of_api(request.path_info) and isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        answer = _answer(request, _no_database(number), 503)
        answer.headers["Retry-After"] = "10"
    else:
        answer = _answer(request, _fault(number), 500)
    answer._has_been_logged = True  # type: ignore[attr-defined] # Django's own line would say it again without the number
    return answer


def _have_met(fault: BaseException | None) -> bool:
    """Whether the database has undone this act for the sake of another: they waited for each other, or crossed."""
    cause = fault.__cause__ if isinstance(fault, OperationalError) else None
    return isinstance(cause, (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure))


def _come_again(request: HttpRequest, number: str) -> HttpResponse:
    log.warning("acts met", request=number, method=request.method, path=request.path, exc_info=True)
    answer = _answer(request, _met(number), 503)
    answer.headers["Retry-After"] = "1"
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


class ToldAsPages:
    """What inner middleware and Django's own decorators answer bare (405, a body too large) is a page for people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or is_of_api(request.path_info):
            return response
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = fault_page(request, _NOT_ALLOWED, 405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        error = getattr(response, "told", None)
        return fault_page(request, error, response.status_code) if isinstance(error, OneGridError) else response


class ReadableOnly:
    """Of pages: refuses once, for all of them, what no database keeps and no row has; the API does so by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, named: dict[str, object]
    ) -> HttpResponse | None:
        """A form has been read by then, for its mark against forgery."""
        if is_of_api(request.path_info):
            return None
        if any(isinstance(one, int) and one > LARGEST for one in named.values()):
            return fault_page(request, NotFound(), 404)
        query = request.META.get("QUERY_STRING", "")
        if len(query) > _LONGEST_QUERY:
            return fault_page(request, _TOO_LONG, 414)
        if query and not _is_readable(request.GET):
            return fault_page(request, _NO_TEXT, 400)
        if request.method == "POST" and not (_is_readable(request.POST) and _is_whole(request.POST)):
            return fault_page(request, _NO_TEXT, 400)
        return None


def _is_readable(sent: QueryDict) -> bool:
    return all(is_text(name) and all(map(is_text, values)) for name, values in sent.lists())


def _is_whole(sent: QueryDict) -> bool:
    """False where a browser has put the sign for what could not be sent (half of a pair) in place of what was typed."""
    return not any(_LOST in text for name, values in sent.lists() for text in (name, *values))


def _answer(request: HttpRequest, error: OneGridError, status: int) -> HttpResponse:
    if is_of_api(request.path_info):
        return JsonResponse({"error": error.as_json()}, status=status)
    return fault_page(request, error, status)


def _fault(number: str) -> OneGridError:
    return OneGridError(
        "common.unforeseen",
        f"Something failed on our side; the log has it as request {number}.",
        f"系统内部出错，日志中的请求编号为 {number}。",
        mend_en=f"Try again; if it fails once more, tell who runs the installation the number {number}.",
        mend_zh=f"请重试；如再次出错，请将编号 {number} 告知系统管理员。",
        extra={"request": number},
    )


def _no_database(number: str) -> OneGridError:
    return OneGridError(
        "common.no_database",
        f"The database does not answer at the moment; the log has it as request {number}.",
        f"数据库暂时没有响应，日志中的请求编号为 {number}。",
        mend_en="Nothing was done. Try again in a minute; what you typed is still in your browser's last page.",
        mend_zh="操作未执行。请一分钟后重试，已填写的内容可用浏览器返回键找回。",
    )


def _met(number: str) -> OneGridError:
    return OneGridError(
        "common.acts_met",
        f"This and another act got into each other's way; the log has it as request {number}.",
        f"本次操作与另一操作同时进行而冲突，日志中的请求编号为 {number}。",
        mend_en="Nothing was done. Send it again.",
        mend_zh="操作未执行，请重新提交。",
        extra={"request": number},
    )


_NOT_ALLOWED = OneGridError(
    "common.method",
    "This address is not opened this way.",
    "该地址不能这样打开。",
    mend_en="It takes the form of another page: go back and use its button.",
    mend_zh="它只接收其他页面的表单，请返回并使用页面上的按钮。",
)
_NOT_READ = OneGridError(
    "common.bad_request",
    "The request could not be read.",
    "请求无法解析。",
    mend_en="Check the host name, and send no more fields and files than the form has.",
    mend_zh="请检查主机名，且字段和文件数量不要超过表单所需。",
)
_NO_TEXT = OneGridError(
    "common.no_text",
    "What was sent holds a character that is no text and cannot be kept.",
    "提交的内容含有无法保存的不可见字符。",
    mend_en="Nothing was done. Go back, delete what was pasted, type it anew and send again.",
    mend_zh="操作未执行。请返回上一页，删除粘贴的内容，重新输入后再提交。",
)
_TOO_LONG = OneGridError(
    "common.too_long",
    "The address asks for more than fits into one.",
    "网址中的查询内容过长。",
    mend_en="Go back and search for fewer words.",
    mend_zh="请返回上一页，用较短的文字查询。",
)
_TOO_LARGE = OneGridError(
    "common.too_large",
    "The form is larger than this address takes.",
    "表单超过该地址的上限。",
    mend_en="Send it in smaller parts; files go into fields of files.",
    mend_zh="请拆分后分次提交，文件应放入文件字段。",
)
_REFUSED = OneGridError(
    "common.refused",
    "This is not yours to do.",
    "您没有执行此操作的权限。",
    mend_en="Ask your supervisor.",
    mend_zh="请联系上级。",
)
