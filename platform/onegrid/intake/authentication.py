"""A source signs in with its key: `Authorization: Source <slug>.<secret>`."""

import hmac
from dataclasses import dataclass
from typing import ClassVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from onegrid.intake import wrong_keys
from onegrid.intake.models import SourceSystem
from onegrid.intake.services.register_source import hash_of
from onegrid.jurisdictions.authentication import NotSignedIn


class NoKey(NotSignedIn):
    """The call came without a source's key, or with a wrong one; a person's token does not help here."""

    challenge: ClassVar[str] = "Source"

    def __init__(self) -> None:
        super().__init__(
            "common.not_signed_in",
            "This call brought no key of a source that is in use.",
            "请求未带有效的来源密钥。",
            mend_en="Send `Authorization: Source <slug>.<secret>` with the key that register_source printed; "
            "it can print a new one.",
            mend_zh="请以请求头 Authorization: Source <slug>.<secret> 携带 register_source 生成的密钥；"
            "也可重新生成密钥。",
        )


class SourceCaller:
    """The caller of a request made with a source's key; no person."""

    is_authenticated = True
    is_active = True
    is_anonymous = False
    pk = None

    def __init__(self, source: SourceSystem) -> None:
        self.source = source


@dataclass(frozen=True, slots=True)
class SourceKey:
    """`request.auth` of such a request; each source has its own throttle."""

    slug: str

    @property
    def throttle_ident(self) -> str:
        """What calls are counted by."""
        return f"source-{self.slug}"


class SourceKeyAuthentication(BaseAuthentication):
    """Compares hashes in constant time; an unknown slug and a wrong secret are told alike, and counted alike.

    The framework looks at its throttles only after the caller is known, so failures are counted here.
    """

    scheme = b"source"

    def authenticate(self, request: Request) -> tuple[SourceCaller, SourceKey] | None:
        """The source's caller, or None where the header is of another scheme."""
        parts = get_authorization_header(request).split()
        if len(parts) != 2 or parts[0].lower() != self.scheme:
            return None
        slug, _dot, secret = parts[1].decode("latin-1").partition(".")
        address = BaseThrottle().get_ident(request)
        wrong_keys.refuse_where_shut(slug=slug, address=address)
        row = SourceSystem.objects.select_related("unit").filter(slug=slug, is_active=True).first()
        if not hmac.compare_digest(row.key_hash if row else "", hash_of(secret)) or row is None:
            wrong_keys.count_wrong_key(slug=slug, address=address)
            raise NoKey
        return SourceCaller(row), SourceKey(slug)

    def authenticate_header(self, _request: Request) -> str:
        """Asked for by DRF so that a wrong key answers 401."""
        return "Source"


class SourceKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document shows it."""

    target_class = SourceKeyAuthentication
    name = "sourceKey"

    def get_security_definition(self, _auto_schema: object) -> dict[str, str]:
        """An API key in the Authorization header."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Source <slug>.<secret>`: the key that a source system was given",
        }
