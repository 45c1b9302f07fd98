"""A person before a screen: one tab, signed in as a demo account, and everything that went wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

PASSWORD = "onegrid-demo"
PHONE, DESK = 360, 1280
_HEIGHT = {PHONE: 740, DESK: 800}


@dataclass
class Visitor:
    """`faults`: what no page may do: errors in its console, requests to elsewhere."""

    page: Page
    city: str
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """From now on everything that goes wrong is kept."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        # A refused act answers 4xx with a page in words; the browser notes the number, which is no fault.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _asked(self, request: Request) -> None:
        # The streams may come by another port of the same host.
        asked = urlsplit(request.url)
        if asked.scheme not in ("data", "blob") and asked.hostname != urlsplit(self.city).hostname:
            self.faults.append(f"{self.page.url}: asked {request.url}")

    def open(self, address: str) -> int:
        """Go to an address of the city; the status of the answer."""
        answer = self.page.goto(self.city + address)
        assert answer is not None
        return answer.status

    def wide(self, width: int) -> None:
        """As on a screen of this width."""
        self.page.set_viewport_size({"width": width, "height": _HEIGHT[width]})

    def speak(self, language: str) -> None:
        """From the next page on."""
        self.page.context.add_cookies([{"name": "django_language", "value": language, "url": self.city}])


@dataclass
class People:
    """Opens tabs; a demo account signs in once and is remembered."""

    browser: Browser
    city: str
    _signed_in: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def visitor(self, account: str = "", *, width: int = DESK, language: str = "zh-hans") -> Iterator[Visitor]:
        """A tab of its own for a demo account, or for a stranger; at the end nothing may have gone wrong in it."""
        with self._context(account, width) as context:
            visitor = Visitor(context.new_page(), self.city)
            visitor.speak(language)
            visitor.watch()
            yield visitor
            assert visitor.faults == [], visitor.faults

    @contextmanager
    def _context(self, account: str, width: int) -> Iterator[BrowserContext]:
        context = self.browser.new_context(
            viewport={"width": width, "height": _HEIGHT[width]},
            has_touch=width == PHONE,
            # Whatever a browser prefers, Chinese comes first.
            locale="en-US",
            storage_state=self._state(account) if account else None,
        )
        context.set_default_timeout(15_000)
        try:
            yield context
        finally:
            context.close()

    def _state(self, account: str) -> Any:
        if account not in self._signed_in:
            context = self.browser.new_context()
            page = context.new_page()
            page.goto(f"{self.city}/sign-in/")
            page.fill("#username", account)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_url(f"{self.city}/")
            self._signed_in[account] = context.storage_state()
            context.close()
        return self._signed_in[account]
