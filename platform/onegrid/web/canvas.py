"""Pages with a drawing canvas: its library writes style attributes, which the policy forbids everywhere else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse


def canvas_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark what the view answers; config/middleware.py then allows inline styles, and still no inline script."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response.allows_inline_style = True  # type: ignore[attr-defined]
        return response

    return marked
