"""Who is counted when calls are limited: a source by its own key, a person by id, a stranger by address."""

from typing import Any, ClassVar, cast

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle, ScopedRateThrottle, SimpleRateThrottle

from onegrid.common.errors import OneGridError


class TooManyAttempts(OneGridError):
    """This address has tried too often within a minute."""

    status: ClassVar[int] = 429


class ByCaller(ScopedRateThrottle):
    """Counts per view scope (`throttle_scope`). `request.auth.throttle_ident` wins, where the way in gives one."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:  # noqa: ARG002 - the framework's signature
        """One counter for each caller and scope."""
        ident = getattr(request.auth, "throttle_ident", None)
        if ident is None:
            ident = f"person-{request.user.pk}" if request.user and request.user.is_authenticated else None
        return self.cache_format % {"scope": self.scope, "ident": ident or f"address-{self.get_ident(request)}"}


class _Knocking(SimpleRateThrottle):
    scope = "token"

    def get_cache_key(self, request: Request, view: Any) -> str | None:  # noqa: ARG002 - the framework's signature
        return self.cache_format % {"scope": "knocking", "ident": self.get_ident(request)}


def limit_knocking(request: HttpRequest) -> None:
    """For pages where names, passwords and codes are tried: as many a minute and address as the API takes."""
    throttle = _Knocking()
    if not throttle.allow_request(cast("Request", request), None):  # type: ignore[arg-type]
        wait = round(throttle.wait() or 60)
        raise TooManyAttempts(
            "jurisdictions.too_many_attempts",
            "Too many attempts from this address.",
            "该地址的尝试次数过多。",
            mend_en=f"Wait {wait} s and try again.",
            mend_zh=f"请等待 {wait} 秒后再试。",
        )


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, behind as many proxies as the setting says; axes counts failures by it."""
    return str(BaseThrottle().get_ident(cast("Request", request)))
