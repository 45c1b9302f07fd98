"""Every component type once: what it is drawn with, what its check takes and refuses."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

KEY = "0b0e6c1c-8f0e-4b6e-9d43-0f2f6d9f7a11"
PERSON = "the handler"
"""Stands for the id of a person, which only the database knows."""


@dataclass(frozen=True)
class Sample:
    """control: tag and attributes that must be there. said: what a reader sees of the good answer."""

    type: str
    control: tuple[str, dict[str, str]]
    good: Any = None
    bad: Any = None
    bad_at: str = "a"
    more: str = ""
    said: str = ""
    posted: dict[str, list[str]] = field(default_factory=dict)
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.type


_OPTIONS = "values: [{value: x, label: 甲一}, {value: 3, label: 甲三}]"
_ROWS = "components: [{type: textfield, key: n, label: 名, validate: {maxLength: 5}}]"
_INPUT = {"id": "f-a", "name": "f.a"}

HOLDING_SAMPLES = (
    Sample("textfield", ("input", {**_INPUT, "type": "text"}), "店", ["店"], said="店", posted={"": ["店"]}),
    Sample("textarea", ("textarea", _INPUT), "一\n二", 7, said="一", posted={"": ["一\r\n二"]}),
    Sample("number", ("input", {**_INPUT, "type": "text"}), 12, "12", said="12", posted={"": ["12"]}),
    Sample("datetime", ("input", {**_INPUT, "type": "date"}), "2026-03-02", "2026-02-30", said="2026-03-02",
           posted={"": ["2026-03-02"]}, name="date"),
    Sample("datetime", ("input", {**_INPUT, "type": "time"}), "09:30:00", "9:30", more="subtype: time", said="09:30",
           posted={"": ["09:30"]}, name="time"),
    Sample("datetime", ("input", {**_INPUT, "type": "datetime-local"}), "2026-03-02T09:30:00+08:00", "2026-03-02",
           more="subtype: datetime", said="2026-03-02 09:30", posted={"": ["2026-03-02T09:30"]}, name="date and time"),
    Sample("select", ("select", _INPUT), 3, "y", more=_OPTIONS, said="甲三", posted={"": ["json:3"]}),
    Sample("radio", ("input", {"type": "radio", "name": "f.a", "value": "json:3"}), 3, "3", more=_OPTIONS, said="甲三",
           posted={"": ["", "json:3"]}),
    Sample("checkbox", ("input", {**_INPUT, "type": "checkbox"}), True, "true", posted={"": ["", "true"]}),
    Sample("checklist", ("input", {"type": "checkbox", "name": "f.a", "value": "x"}), ["x", 3], ["x", "y"], "a[1]",
           more=_OPTIONS, said="甲一", posted={"": ["", "x", "json:3"]}),
    Sample("taglist", ("input", {"type": "checkbox", "name": "f.a", "value": "x"}), ["x"], "x", more=_OPTIONS,
           said="甲一", posted={"": ["", "x"]}),
    Sample("table", ("div", {"class": "og-form-table"}), [{"n": "一"}], [{"n": "一二三四五六"}], "a[0].n", more=_ROWS,
           said="一", posted={"": ["", "0"], ".0.n": ["一"]}),
    Sample("dynamiclist", ("div", {"data-og-rows": ""}), [{"n": "一"}], [{"n": "一"}, 7], "a[1]", more=_ROWS, said="一",
           posted={"": ["", "0"], ".0.n": ["一"]}),
    Sample("filepicker", ("input", {"type": "file", "id": "f-a-new"}), [KEY], ["k"], "a[0]", posted={"": ["", KEY]}),
    Sample("photo", ("input", {"type": "file", "id": "f-a-new"}), [KEY], [7], "a[0]", posted={"": ["", KEY]}),
    Sample("signature", ("input", {"type": "file", "id": "f-a-new"}), KEY, [KEY], posted={"": ["", KEY]}),
    Sample("location", ("input", {"id": "f-a-lon", "name": "f.a.lon"}), {"lon": 118, "lat": 34, "address": "路口"},
           {"lon": 118}, said="路口", posted={".lon": ["118"], ".lat": ["34"], ".address": ["路口"]}),
    Sample("unit", ("select", {"name": "f.a"}), "D1", "D9", posted={"": ["D1"]}),
    Sample("person", ("select", {"name": "f.a"}), PERSON, "li", said="li", posted={"": [PERSON]}),
    Sample("division", ("select", {"name": "f.a"}), "321300", "999", posted={"": ["321300"]}),
    Sample("category", ("select", {"name": "f.a"}), "event-01-02", "event-99", posted={"": ["event-01-02"]}),
    Sample("standard", ("input", {"type": "radio", "name": "f.a"}), "t-01-02-1", "t-9", more="category: event-01-02",
           said="成堆垃圾", posted={"": ["", "t-01-02-1"]}),
)  # fmt: skip
"""Of what a person answers; `expression` is computed and has its own test."""

SHOWING_SAMPLES = (
    Sample("text", ("strong", {}), more="text: '**要**点'"),
    Sample("html", ("b", {}), more="content: '<b>要点</b>'"),
    Sample("image", ("img", {"src": "/static/web/icon.svg", "alt": "图"}),
           more="source: /static/web/icon.svg, alt: 图"),
    Sample("separator", ("hr", {})),
    Sample("spacer", ("div", {"class": "og-form-space-2"}), more="height: 40"),
    Sample("iframe", ("a", {"href": "https://example.com", "rel": "noopener noreferrer"}),
           more="url: 'https://example.com', label: 参考"),
    Sample("button", ("div", {"data-og-shows": "button"}), more="action: submit, label: 按"),
    Sample("documentPreview", ("div", {"data-og-shows": "documentPreview"}), more="label: 预览"),
    Sample("table", ("th", {}), more="label: 表, dataSource: '=case.rows', columns: [{key: n, label: 名}]"),
)  # fmt: skip
"""Of what only shows; a group holds others and has its own test."""


class Elements(HTMLParser):
    """Start tags in order with their attributes, those inside something hidden marked; and the text."""

    _VOID = frozenset({"input", "img", "br", "hr", "meta", "link", "col", "source", "path", "use"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str], bool]] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        hidden = "data-og-hidden" in given or (bool(self._open) and self._open[-1][1])
        self.all.append((tag, given, hidden))
        if tag not in self._VOID:
            self._open.append((tag, hidden))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self._VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def find(self, tag: str, wanted: dict[str, str], *, hidden: bool | None = None) -> list[dict[str, str]]:
        """Attributes of those that have all that is wanted."""
        return [
            given
            for name, given, is_hidden in self.all
            if name == tag and wanted.items() <= given.items() and hidden in (None, is_hidden)
        ]
