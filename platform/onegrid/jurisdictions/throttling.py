"""Who is counted when calls are limited: a source by its own key, a person by id, a stranger by address."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle


class ByCaller(ScopedRateThrottle):
    """Counts per view scope (`throttle_scope`). `request.auth.throttle_ident` wins, where the way in gives one."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:  # noqa: ARG002 - the framework's signature
        """One counter for each caller and scope."""
        ident = getattr(request.auth, "throttle_ident", None)
        if ident is None:
            ident = f"person-{request.user.pk}" if request.user and request.user.is_authenticated else None
        return self.cache_format % {"scope": self.scope, "ident": ident or f"address-{self.get_ident(request)}"}
