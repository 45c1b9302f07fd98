"""Pages for what no view answers. They ask nothing of the database, which may be what failed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from onegrid.common.errors import OneGridError
from onegrid.web.language import chosen_language
from onegrid.web.page import in_words, is_partial

# The last resort, where not even a template can be read.
_PLAIN = (
    '<!doctype html><meta charset="utf-8"><title>{status}</title><h1>{status}</h1>'
    '<p lang="zh-Hans">{zh}</p><p lang="en">{en}</p><p><a href="/">一网 OneGrid</a></p>'
)


def fault_page(request: HttpRequest, error: OneGridError, status: int) -> HttpResponse:
    """In the reader's language, also where the request failed before the language was known."""
    template = "web/parts/error.html" if is_partial(request) else "web/fault.html"
    try:
        with translation.override(chosen_language(request)):
            shown = {"error": {**in_words(error), "status": status}, "retry": status in (429, 500, 503)}
            answer = render(request, template, shown, status=status)
    except Exception:
        if settings.DEBUG:
            raise
        plain = _PLAIN.format(status=status, zh=error.message_zh, en=error.message_en)
        answer = HttpResponse(plain, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
