"""One error shape for the whole API (DRF's EXCEPTION_HANDLER)."""

from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from onegrid.common.errors import Detail, Invalid, NotFound, OneGridError

_WORDS = {
    400: ("common.bad_request", "The request could not be read.", "请求无法解析。"),
    401: ("common.not_signed_in", "Sign in or send a valid token.", "请先登录或提供有效令牌。"),
    403: ("common.refused", "This is not yours to do.", "您没有执行此操作的权限。"),
    404: ("common.not_found", "Nothing here under this address for you.", "没有找到，或您无权查看。"),
    405: ("common.method", "This address does not take this method.", "该地址不支持此方法。"),
    406: ("common.not_acceptable", "No such representation.", "无法以所要求的格式返回。"),
    415: ("common.media_type", "Send JSON.", "请以 JSON 发送。"),
    429: ("common.throttled", "Too many requests; wait a little.", "请求过于频繁，请稍候。"),
}

_MENDS = {
    400: (
        "Send valid UTF-8 JSON without null characters, NaN or more nesting than a form needs.",
        "请发送有效的 UTF-8 JSON，不含空字符、NaN 或过深的嵌套。",
    ),
    401: ("POST /api/v1/tokens/ gives a token.", "令牌由 POST /api/v1/tokens/ 获取。"),
    415: ("Set Content-Type: application/json.", "请设置 Content-Type: application/json。"),
    429: ("Retry-After says when to come again.", "请按 Retry-After 所示时间重试。"),
}


def as_error(exc: OneGridError | exceptions.ValidationError) -> OneGridError:
    """The same shape outside a view, for instance for one line of a file."""
    return exc if isinstance(exc, OneGridError) else _invalid(exc)


def exception_handler(exc: Exception, _context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into the one shape; anything unforeseen stays a 500 of the server."""
    if isinstance(exc, Http404):
        exc = NotFound()
    if isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    if isinstance(exc, exceptions.ValidationError):
        exc = _invalid(exc)
    if isinstance(exc, OneGridError):
        set_rollback()
        headers = {"WWW-Authenticate": "Bearer"} if exc.status == 401 else _retry_after(exc)
        return Response({"error": exc.as_json()}, status=exc.status, headers=headers)
    if isinstance(exc, exceptions.APIException):
        set_rollback()
        code, en, zh = _WORDS.get(exc.status_code, ("common.error", str(exc.detail), str(exc.detail)))
        headers = _retry_after(exc)
        if (challenge := getattr(exc, "auth_header", None)) is not None:
            headers["WWW-Authenticate"] = challenge
        mend_en, mend_zh = _MENDS.get(exc.status_code, ("", ""))
        body = OneGridError(code, en, zh, mend_en=mend_en, mend_zh=mend_zh).as_json()
        return Response({"error": body}, status=exc.status_code, headers=headers)
    return None


def _retry_after(exc: Exception) -> dict[str, str]:
    """`wait` of what refuses for a while, in seconds."""
    wait = getattr(exc, "wait", None)
    return {} if wait is None else {"Retry-After": str(ceil(wait))}


def _invalid(exc: exceptions.ValidationError) -> Invalid:
    details = tuple(_details("", exc.detail))
    return Invalid(
        "common.invalid",
        "Some fields do not hold.",
        "部分字段不符合要求。",
        details=details,
        field=details[0].field if details else None,
        mend_en="See `details` and send again.",
        mend_zh="请按 details 修改后重试。",
    )


def _details(path: str, found: Any) -> list[Detail]:
    if isinstance(found, dict):
        return [d for key, value in found.items() for d in _details(_below(path, str(key)), value)]
    if isinstance(found, list):
        if all(not isinstance(one, (dict, list)) for one in found):
            return [_one(path, one) for one in found]
        return [d for at, one in enumerate(found) if one for d in _details(f"{path}[{at}]", one)]
    return [_one(path, found)]


def _below(path: str, key: str) -> str:
    """people + 1 > people[1]; people[1] + phone > people[1].phone."""
    return f"{path}[{key}]" if key.isdigit() else f"{path}.{key}".strip(".")


_FIELD_ZH = {
    "required": "必填。",
    "null": "不能为空。",
    "blank": "不能为空。",
    "invalid": "格式不正确。",
    "invalid_choice": "不在可选值之内。",
    "max_length": "过长。",
    "min_value": "过小。",
    "max_value": "过大。",
    "does_not_exist": "不存在。",
}


def _one(path: str, found: Any) -> Detail:
    kind = getattr(found, "code", None) or "invalid"
    return Detail(f"common.field.{kind}", str(found), _FIELD_ZH.get(kind, str(found)), field=path or None)
