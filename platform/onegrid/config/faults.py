"""What no view answers: JSON in the one error shape below /api/v1/, pages of ours elsewhere."""

import sys
import uuid
from collections.abc import Callable

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from onegrid.common.errors import NotFound, OneGridError
from onegrid.common.middleware import is_of_api
from onegrid.web.faults import fault_page

log = structlog.get_logger(__name__)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """No such address."""
    return _answer(request, NotFound(), 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refuses to read: foreign host names, too many fields or files, too large a form."""
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, _TOO_LARGE, 413)
    return _answer(request, _NOT_READ, 400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Outside the views of the API, which answer this themselves."""
    return _answer(request, _REFUSED, 403)


def unforeseen(request: HttpRequest) -> HttpResponse:
    """A fault of ours: the answer tells nothing of it but the number under which the log does."""
    number = uuid.uuid4().hex
    log.exception("request failed", request=number, method=request.method, path=request.path)
    if not is_of_api(request.path_info) and isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        answer = _answer(request, _no_database(number), 503)
        answer.headers["Retry-After"] = "10"
    else:
        answer = _answer(request, _fault(number), 500)
    answer._has_been_logged = True  # type: ignore[attr-defined] # Django's own line would say it again without the number
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
