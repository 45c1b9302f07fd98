"""What was posted becomes the JSON that `validate` judges: by kind, hostile values too."""

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from onegrid.catalog.forms.schema import FormSchema
from onegrid.web.forms import read
from tests.catalog.test_answers import form


def posted(**fields: Any) -> QueryDict:
    """As a browser posts it; `__` stands for the dot."""
    found = QueryDict(mutable=True)
    for name, value in fields.items():
        found.setlist("f." + name.replace("__", "."), value if isinstance(value, list) else [value])
    return found


def one(kind: str, more: str = "") -> FormSchema:
    """A form of one field `a`."""
    holder = "path" if kind == "dynamiclist" else "key"
    return form(f"{{type: {kind}, {holder}: a, label: 甲{', ' + more if more else ''}}}")


OPTIONS = "values: [{value: x, label: X}, {value: 3, label: 三}, {value: true, label: 是}]"
READ: list[tuple[str, str, Any, Any]] = [
    ("textfield", "", " 好 ", " 好 "),
    ("textfield", "", "", None),
    ("textarea", "", "a\r\nb", "a\nb"),
    ("number", "", "12", 12),
    ("number", "", "１２．５", Decimal("12.5")),
    ("number", "", "1,200", 1200),
    ("number", "", "1，200，300.5", Decimal("1200300.5")),
    ("number", "", " 1 200 ", 1200),
    ("number", "", "1,5", "1,5"),
    ("number", "", "1 2 3", "1 2 3"),
    ("number", "", "12,00", "12,00"),
    ("number", "", "1,200 300", "1,200 300"),
    ("number", "", "1_000", "1_000"),
    ("number", "", "٣", "٣"),
    ("number", "serializeToString: true", "１,200", "1200"),
    ("number", "", "twelve", "twelve"),
    ("number", "", "1e999", "1e999"),
    ("number", "", "NaN", "NaN"),
    ("number", "serializeToString: true", "1.50", "1.50"),
    ("checkbox", "", ["", "true"], True),
    ("checkbox", "", "", False),
    ("radio", OPTIONS, ["", "x"], "x"),
    ("radio", OPTIONS, ["", "json:3"], 3),
    ("select", OPTIONS, "json:true", True),
    ("select", OPTIONS, "json:{", "json:{"),
    ("select", OPTIONS, "json:1e9999999", "json:1e9999999"),
    ("select", OPTIONS, "json:" + "9" * 300, "json:" + "9" * 300),
    ("select", OPTIONS, "json:" + "[" * 100_000, "json:" + "[" * 100_000),
    ("select", OPTIONS, 'json:{"a": 1}', 'json:{"a": 1}'),
    ("select", OPTIONS, "json:NaN", "json:NaN"),
    ("select", OPTIONS, "json:null", "json:null"),
    ("select", OPTIONS, 'json:"\\ud800"', 'json:"\\ud800"'),
    ("checklist", OPTIONS, ["", 'json:"\\u0000"'], ['json:"\\u0000"']),
    ("radio", OPTIONS, 'json:"json:x"', "json:x"),
    ("textfield", "", "a\x00b\ud800", "ab"),
    ("unit", "", "cgj\x00", "cgj"),
    ("select", OPTIONS, "", None),
    ("checklist", OPTIONS, ["", "x", "json:3"], ["x", 3]),
    ("taglist", OPTIONS, "", []),
    ("datetime", "", "2026-03-02", "2026-03-02"),
    ("datetime", "subtype: time", "09:30", "09:30"),
    ("datetime", "subtype: time, timeSerializingFormat: utc_offset", "09:30", "09:30+08:00"),
    ("datetime", "subtype: datetime", "2026-03-02T09:30", "2026-03-02T09:30:00+08:00"),
    ("datetime", "subtype: datetime, timeSerializingFormat: no_timezone", "2026-03-02T09:30", "2026-03-02T09:30"),
    ("datetime", "subtype: datetime", "gestern", "gestern"),
    ("photo", "", ["", "k1", "k2"], ["k1", "k2"]),
    ("filepicker", "", "", []),
    ("signature", "", ["", "k1"], "k1"),
    ("unit", "", "cgj", "cgj"),
    ("unit", "multiple: true", ["", "cgj", "hj"], ["cgj", "hj"]),
    ("person", "", "17", 17),
    ("person", "multiple: true", ["", "17", "x"], [17, "x"]),
    ("division", "", ["", "321302"], "321302"),
    ("category", "", "", None),
    ("standard", "", ["", "s1"], "s1"),
]


@pytest.mark.parametrize(("kind", "more", "value", "answer"), READ)
def test_of_each_kind(kind: str, more: str, value: Any, answer: Any) -> None:
    found = read(one(kind, more), posted(a=value))
    assert found == {"a": answer}
    assert type(found["a"]) is type(answer)
    assert read(one(kind, more), posted(b="x")) == {}, "what did not stand in the page is not answered"


def test_a_place() -> None:
    place = one("location")
    sent = posted(a__lon="118.3", a__lat="34", a__accuracy="12.5", a__address=" 路口 ")
    assert read(place, sent) == {
        "a": {"lon": Decimal("118.3"), "lat": 34, "accuracy": Decimal("12.5"), "address": "路口"}
    }
    assert read(place, posted(a__lon="", a__lat="", a__accuracy="5", a__address="")) == {"a": None}
    assert read(place, posted(a__lon="x", a__lat="")) == {"a": {"lon": "x"}}


ROWS = "components: [{type: textfield, key: n, label: 名}, {type: checkbox, key: c, label: 勾}]"


def test_rows_keep_the_order_of_the_page() -> None:
    sent = posted(
        a=["", "2", "x9", "0"], a__2__n="two", a__x9__n="", a__x9__c="", a__0__n="nought", a__0__c=["", "true"]
    )
    assert read(one("dynamiclist", ROWS), sent) == {"a": [{"n": "two"}, {"n": "nought", "c": True}]}
    assert read(one("table", ROWS), posted(a="")) == {"a": []}


def test_hostile_rows() -> None:
    sent = posted(a=["", "../x", "__proto__", "A" * 40, *[str(n) for n in range(1000)]])
    assert read(one("dynamiclist", ROWS), sent) == {"a": []}, "names of rows are checked, and there is an end to them"


def test_groups_and_what_is_not_taken() -> None:
    schema = form(
        "{type: group, label: 组, components: [{type: textfield, key: a, label: 甲}]}",
        "{type: group, label: 组, path: g, components: [{type: textfield, key: b, label: 乙}]}",
        "{type: textfield, key: r, label: 读, readonly: true}",
        "{type: expression, key: e, expression: '=1'}",
    )
    assert read(schema, posted(a="1", g__b="2", r="3", e="4", unknown="5")) == {"a": "1", "g": {"b": "2"}}
