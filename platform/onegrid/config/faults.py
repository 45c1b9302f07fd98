"""What no view answers: JSON in the one error shape below /api/v1/, Django's own pages elsewhere."""

import uuid

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

from onegrid.common.errors import NotFound, OneGridError
from onegrid.common.middleware import is_of_api

log = structlog.get_logger(__name__)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such address."""
    if not is_of_api(request.path_info):
        return defaults.page_not_found(request, exception)
    return _answer(NotFound(), 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refuses to read: foreign host names, too many fields or files, too large a form."""
    if not is_of_api(request.path_info):
        return defaults.bad_request(request, exception)
    if isinstance(exception, RequestDataTooBig):
        return _answer(_TOO_LARGE, 413)
    return _answer(_NOT_READ, 400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Outside the views of the API, which answer this themselves."""
    if not is_of_api(request.path_info):
        return defaults.permission_denied(request, exception)
    return _answer(_REFUSED, 403)


def unforeseen(request: HttpRequest) -> HttpResponse:
    """A fault of ours: the answer tells nothing of it but the number under which the log does."""
    if not is_of_api(request.path_info):
        return defaults.server_error(request)
    number = uuid.uuid4().hex
    log.exception("request failed", request=number, method=request.method, path=request.path)
    answer = _answer(_fault(number), 500)
    answer._has_been_logged = True  # type: ignore[attr-defined] # Django's own line would say it again without the number
    return answer


def _answer(error: OneGridError, status: int) -> JsonResponse:
    return JsonResponse({"error": error.as_json()}, status=status)


def _fault(number: str) -> OneGridError:
    return OneGridError(
        "common.unforeseen",
        f"Something failed on our side; the log has it as request {number}.",
        f"系统内部出错，日志中的请求编号为 {number}。",
        mend_en=f"Try again; if it fails once more, tell who runs the installation the number {number}.",
        mend_zh=f"请重试；如再次出错，请将编号 {number} 告知系统管理员。",
        extra={"request": number},
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
