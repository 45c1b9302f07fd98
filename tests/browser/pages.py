"""Every page with somebody who may open it. A room adds its pages here; a name without a row fails the crawl."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from onegrid.web.urls import urlpatterns
from tests.browser.cases import Cases

ROOT = "onegrid.web.urls"


@dataclass
class Prepared:
    """What pages are about, made when first asked for."""

    cases: Cases

    @cached_property
    def handling(self) -> str:
        """A case on the way, with photos: its handler has it."""
        return self.cases.waiting_at("handle", title="永安路井盖破损")

    @cached_property
    def closed(self) -> str:
        """A case that was closed."""
        return self.cases.closed(title="永安路占道经营")


Parameters = Mapping[str, object]


@dataclass(frozen=True)
class Shown:
    """One page as one account sees it; "" is a stranger. `name` of the address, `query` after it."""

    name: str
    account: str = ""
    parameters: Callable[[Prepared], Parameters] = field(default=lambda _: {})
    query: str = ""
    status: int = 200
    settled: str = "main"  # a selector that stands once the page is whole

    def address(self, prepared: Prepared) -> str:
        """Where it is."""
        return reverse(self.name, urlconf=ROOT, kwargs=dict(self.parameters(prepared))) + self.query

    @property
    def label(self) -> str:
        """How a failure tells it."""
        return f"{self.name}{self.query} as {self.account or 'a stranger'}"


SHOWN: tuple[Shown, ...] = (
    Shown("start"),
    Shown("start", "yuxin.grid"),
    Shown("start", "city.supervisor"),
    Shown("sign_in"),
    Shown("me", "yuxin.desk"),
    Shown("supervision", "city.supervisor"),
    Shown("supervision", "suyu.supervisor", query="?by=category&period=custom&since=2026-01-01&until=2020-01-01"),
    Shown("supervision_cases", "city.supervisor"),
)
# Names that answer no page to a GET, with what they are: acts (405), files, streams.
NO_PAGES: dict[str, str] = {
    "language": "an act",
    "sign_out": "an act",
    "supervision_export": "an act",
    "supervision_cases_export": "an act",
}


def names() -> set[str]:
    """Of all addresses of the pages."""
    return {str(one.name) for one in urlpatterns}
