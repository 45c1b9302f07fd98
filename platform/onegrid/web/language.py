"""Chinese first: a page is in another language only where the person chose it, whatever the browser prefers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

KNOWN = tuple(code for code, _name in settings.LANGUAGES)


def chosen_language(request: HttpRequest) -> str:
    """What the cookie says, where we speak it."""
    found = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return found if found in KNOWN else settings.LANGUAGE_CODE


class ChosenLanguage:
    """Activates it for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def is_chinese() -> bool:
    """Whether words are now wanted in Chinese."""
    return translation.get_language() in (None, "zh-hans")


def pick(zh: str, en: str) -> str:
    """Of a text that is kept in both languages the one that is wanted; the other where it is missing."""
    return (zh or en) if is_chinese() else (en or zh)
