"""One error shape for the whole API (DRF's EXCEPTION_HANDLER)."""

from collections.abc import Iterable
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import override
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from onegrid.common.errors import Invalid, NotFound, OneGridError
from onegrid.common.field_errors import details_of

# code, en, zh, mend en, mend zh; texts may hold {allowed}.
_WORDS = {
    400: (
        "common.bad_request",
        "The request could not be read.",
        "请求无法解析。",
        # JSON is told by its parser; this is a form that broke off, or one without its boundary.
        "Send the whole body in the form that its Content-Type names.",
        "请完整发送请求体，格式须与 Content-Type 一致。",
    ),
    401: (
        "common.not_signed_in",
        "Sign in or send a valid token.",
        "请先登录或提供有效令牌。",
        "POST /api/v1/tokens/ gives a token.",
        "令牌由 POST /api/v1/tokens/ 获取。",
    ),
    403: (
        "common.refused",
        "This is not yours to do.",
        "您没有执行此操作的权限。",
        "Ask your supervisor; who calls by session must send the header X-CSRFToken with every write.",
        "请联系上级；以会话调用时，写操作须带请求头 X-CSRFToken。",
    ),
    405: (
        "common.method",
        "This address does not take this method.",
        "该地址不支持此方法。",
        "Use one of: {allowed}.",
        "请改用以下方法：{allowed}。",
    ),
    406: (
        "common.not_acceptable",
        "No such representation.",
        "无法以所要求的格式返回。",
        "Leave the header Accept out, or name one of: {allowed}.",
        "请省略请求头 Accept，或使用以下类型：{allowed}。",
    ),
    415: (
        "common.media_type",
        "This address does not take a body of this type.",
        "该地址不接受此类型的请求体。",
        "Set Content-Type to one of: {allowed}.",
        "请将 Content-Type 设为以下类型：{allowed}。",
    ),
    429: (
        "common.throttled",
        "Too many requests; wait a little.",
        "请求过于频繁，请稍候。",
        "Retry-After says in how many seconds to come again.",
        "请按 Retry-After 所示秒数等待后重试。",
    ),
}


def as_error(exc: OneGridError | exceptions.ValidationError) -> OneGridError:
    """The same shape outside a view, for instance for one line of a file."""
    return exc if isinstance(exc, OneGridError) else _invalid(exc)


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into the one shape; anything unforeseen stays a 500 of the server."""
    if isinstance(exc, (Http404, exceptions.NotFound)):
        exc = NotFound()
    if isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    if isinstance(exc, exceptions.ValidationError):
        exc = _invalid(exc)
    if isinstance(exc, OneGridError):
        set_rollback()
        headers = _retry_after(exc)
        if exc.status == 401:
            headers["WWW-Authenticate"] = getattr(exc, "challenge", "Bearer")
        return Response({"error": exc.as_json()}, status=exc.status, headers=headers)
    if isinstance(exc, exceptions.APIException):
        set_rollback()
        headers = _retry_after(exc)
        if (challenge := getattr(exc, "auth_header", None)) is not None:
            headers["WWW-Authenticate"] = challenge
        body = _of_framework(exc, context.get("view")).as_json()
        return Response({"error": body}, status=exc.status_code, headers=headers)
    return None


def _of_framework(exc: exceptions.APIException, view: Any) -> OneGridError:
    code, en, zh, mend_en, mend_zh = _WORDS.get(exc.status_code) or _rendered(exc)
    allowed = ", ".join(_allowed(exc.status_code, view)) or "?"
    return OneGridError(code, en, zh, mend_en=mend_en.format(allowed=allowed), mend_zh=mend_zh.format(allowed=allowed))


def _allowed(status: int, view: Any) -> Iterable[str]:
    """What the address would have taken."""
    if view is None:
        return ()
    if status == 405:
        return sorted(set(view.allowed_methods) - {"OPTIONS"})
    kinds = view.renderer_classes if status == 406 else view.parser_classes
    return [str(one.media_type) for one in kinds]


def _rendered(exc: exceptions.APIException) -> tuple[str, str, str, str, str]:
    """A kind that the table does not know: the framework's words, made in each language on purpose."""
    said = []
    for language in ("en", "zh-hans"):
        with override(language):
            said.append(str(exc.default_detail))
    return "common.error", said[0], said[1], "Try again later.", "请稍后重试。"


def _retry_after(exc: Exception) -> dict[str, str]:
    """`wait` of what refuses for a while, in seconds."""
    wait = getattr(exc, "wait", None)
    return {} if wait is None else {"Retry-After": str(ceil(wait))}


def _invalid(exc: exceptions.ValidationError) -> Invalid:
    details = details_of(exc)
    return Invalid(
        "common.invalid",
        "Some fields do not hold.",
        "部分字段不符合要求。",
        details=details,
        field=details[0].field if details else None,
        mend_en="See `details` and send again.",
        mend_zh="请按所列各项修改后重试。",
    )
