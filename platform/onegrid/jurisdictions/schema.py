"""How the OpenAPI document describes our ways to sign in; drf-spectacular finds these by being imported."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Signed token."""

    target_class = "onegrid.jurisdictions.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        """A bearer token of POST /tokens/."""
        return {"type": "http", "scheme": "bearer", "description": "POST /api/v1/tokens/ 获取"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Session cookie."""

    target_class = "onegrid.jurisdictions.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        """Django's session cookie, with X-CSRFToken for writes."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
