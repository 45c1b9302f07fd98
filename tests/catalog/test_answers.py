"""Answers against a form: every type that holds data, what it takes, what it refuses, and the words."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from onegrid.catalog import answers
from onegrid.catalog.forms.parse import parse
from onegrid.catalog.forms.schema import FormSchema
from onegrid.common.errors import Detail, Invalid
from onegrid.jurisdictions.models import Division, Person
from tests.factories.catalog import hire

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)  # 09:00 in Shanghai
ID = "0b0e6c1c-8f0e-4b6e-9d43-0f2f6d9f7a11"
OTHER = "7f0e6c1c-8f0e-4b6e-9d43-0f2f6d9f7a22"


def form(*components: str) -> FormSchema:
    """A form of the components, each a YAML flow mapping."""
    lines = "".join(f"  - {one}\n" for one in components)
    schema, problems = parse(f"id: f\ntitle: t\nowner: o\ncomponents:\n{lines}".encode(), slug="f")
    assert schema is not None, problems
    return schema


def check(schema: FormSchema, given: Any, scope: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Validate at a fixed moment."""
    return answers.validate(schema, given, scope={"case": {}, "outcome": None, **(scope or {})}, now=NOW)


def refusals(schema: FormSchema, given: Any, scope: Mapping[str, Any] | None = None) -> list[Detail]:
    """The findings."""
    with pytest.raises(Invalid) as refused:
        check(schema, given, scope)
    assert all(one.message_zh and one.message_en and one.mend_zh and one.mend_en for one in refused.value.details)
    return list(refused.value.details)


def one(kind: str, more: str = "") -> FormSchema:
    """A form of one field `a`."""
    holder = "path" if kind == "dynamiclist" else "key"
    return form(f"{{type: {kind}, {holder}: a, label: 甲{', ' + more if more else ''}}}")


OPTIONS = "values: [{value: x, label: X}, {value: y, label: Y}, {value: 3, label: 三}, {value: true, label: 是}]"
ROWS = (
    "components: [{type: textfield, key: name, label: 名, validate: {required: true}},"
    " {type: number, key: n, label: 数}]"
)


def test_computed_defaults() -> None:
    filing = form(
        "{type: textfield, key: kind, label: 类}",
        "{type: textfield, key: code, label: 码, defaultValue: '=if kind = null then suggested else null',"
        " validate: {required: true}}",
        "{type: textfield, key: copy, label: 抄, defaultValue: '=code'}",
        "{type: number, key: n, label: 数, defaultValue: '=count(case.list)', conditional: {hide: '=copy = \"s2\"'}}",
    )
    scope = {"suggested": "s1", "case": {"list": [1, 2]}}
    assert check(filing, {}, scope) == {"kind": None, "code": "s1", "copy": "s1", "n": 2}
    assert check(filing, {"code": "s2"}, scope) == {"kind": None, "code": "s2", "copy": "s2"}, "hidden by a default"
    assert check(filing, {"code": "", "n": None}, scope)["code"] == "s1", "an empty answer is none"
    assert [one.code for one in refusals(filing, {"kind": "k"}, scope)] == ["answers.required"]
    assert answers.defaults_of(filing, scope=scope, now=NOW) == {"code": "s1", "copy": "s1", "n": 2}
    assert answers.defaults_of(one("textfield", "defaultValue: a"), scope={}) == {}, "fixed ones stand in the form"
    assert refusals(one("standard", "defaultValue: '=\"gone\"'"), {})[0].code == "answers.no_such_standard"


TAKEN: list[tuple[str, str, Any, Any]] = [
    ("textfield", "", "  好 ", "好"),
    ("textfield", "validate: {minLength: 2, maxLength: 2}", "好的", "好的"),
    ("textfield", "validate: {pattern: '[A-Z]{2}\\d+'}", "AB12", "AB12"),
    ("textarea", "validate: {pattern: '.*宿豫.*'}", "宿" * 3990 + "宿豫区", "宿" * 3990 + "宿豫区"),
    ("textfield", "validate: {pattern: '(?i)[a-z]+(-[a-z]+)*'}", "Ab-cD", "Ab-cD"),
    ("textfield", "validate: {validationType: email}", "li@example.com", "li@example.com"),
    ("textfield", "validate: {validationType: phone}", "13812345678", "13812345678"),
    ("textfield", "validate: {validationType: phone}", "0527-84350000", "0527-84350000"),
    ("textarea", "", "一\n二", "一\n二"),
    ("number", "", 3, 3),
    ("number", "", 3.0, 3),
    ("number", "", 0.1, Decimal("0.1")),
    ("number", "validate: {min: 0, max: 10}", 10, 10),
    ("number", "decimalDigits: 2", 1.25, Decimal("1.25")),
    ("number", "serializeToString: true", "1234567890.123456789", "1234567890.123456789"),
    ("checkbox", "", True, True),
    ("checkbox", "", None, False),
    ("radio", OPTIONS, "x", "x"),
    ("radio", OPTIONS, 3, 3),
    ("radio", OPTIONS, 3.0, 3),
    ("select", OPTIONS, True, True),
    ("checklist", OPTIONS, ["x", 3], ["x", 3]),
    ("taglist", OPTIONS, ["y"], ["y"]),
    ("datetime", "", "2026-03-02", "2026-03-02"),
    ("datetime", "disallowPassedDates: true", "2026-03-02", "2026-03-02"),
    ("datetime", "subtype: time", "09:30", "09:30:00"),
    ("datetime", "subtype: time, timeSerializingFormat: utc_offset", "09:30+08:00", "09:30:00+08:00"),
    ("datetime", "subtype: datetime", "2026-03-02T09:30:00+08:00", "2026-03-02T09:30:00+08:00"),
    ("datetime", "subtype: datetime", "2026-03-02T01:30:00Z", "2026-03-02T01:30:00+00:00"),
    ("datetime", "subtype: datetime, timeSerializingFormat: no_timezone", "2026-03-02T09:30", "2026-03-02T09:30:00"),
    ("datetime", "validate: {minDate: '2026-03-01', maxDate: '=date(\"2026-03-02\")'}", "2026-03-02", "2026-03-02"),
    ("photo", "", [ID.upper()], [ID]),
    ("photo", "validate: {minCount: 2}", [ID, OTHER], [ID, OTHER]),
    ("signature", "", ID, ID),
    ("filepicker", "multiple: true", [ID, OTHER], [ID, OTHER]),
    ("location", "", {"lon": 118.27, "lat": 33.96}, {"lon": Decimal("118.27"), "lat": Decimal("33.96")}),
    ("location", "", {"lon": 118, "lat": 33, "address": " 黄河路 "}, {"lon": 118, "lat": 33, "address": "黄河路"}),
    ("location", "precision: any", {"address": "黄河路"}, {"address": "黄河路"}),
    (
        "dynamiclist",
        ROWS,
        [{"name": "一", "n": 1}, {"name": "二"}],
        [{"name": "一", "n": 1}, {"name": "二", "n": None}],
    ),
    ("table", ROWS, [{"name": "一", "n": 2}], [{"name": "一", "n": 2}]),
]

REFUSED: list[tuple[str, str, Any, str, str]] = [
    ("textfield", "", 3, "not_text", "a"),
    ("textfield", "", "一\n二", "line_break", "a"),
    ("textfield", "", "a\x00b", "control_character", "a"),
    ("textfield", "", "长" * 201, "too_long", "a"),
    ("textarea", "", "长" * 4001, "too_long", "a"),
    ("textfield", "validate: {minLength: 2}", "短", "too_short", "a"),
    ("textfield", "validate: {pattern: '\\d+'}", "12x", "pattern", "a"),
    ("textarea", "validate: {pattern: 'a*a*a*a*b'}", "a" * 4000, "pattern", "a"),
    ("textfield", "validate: {validationType: email}", "li@", "not_email", "a"),
    ("textfield", "validate: {validationType: phone}", "12ab", "not_phone", "a"),
    ("textfield", "validate: {required: true}", "   ", "required", "a"),
    ("number", "", "3", "not_number", "a"),
    ("number", "", True, "not_number", "a"),
    ("number", "", float("nan"), "not_number", "a"),
    ("number", "", float("inf"), "not_number", "a"),
    ("number", "", 10**40, "not_number", "a"),
    ("number", "serializeToString: true", "1e999999999", "not_number", "a"),
    ("number", "decimalDigits: 0", 1.5, "too_many_decimals", "a"),
    ("number", "validate: {min: 0.1}", 0, "too_small", "a"),
    ("number", "validate: {max: 9}", 9.01, "too_large", "a"),
    ("number", "validate: {required: true}", None, "required", "a"),
    ("checkbox", "", "yes", "not_truth", "a"),
    ("checkbox", "validate: {required: true}", False, "must_be_ticked", "a"),
    ("radio", OPTIONS, "z", "not_option", "a"),
    ("radio", OPTIONS, 1, "not_option", "a"),
    ("radio", OPTIONS, "3", "not_option", "a"),
    ("select", OPTIONS, ["x"], "not_option", "a"),
    ("select", OPTIONS, {"x": 1}, "not_option", "a"),
    ("checklist", OPTIONS, "x", "not_list", "a"),
    ("checklist", OPTIONS, ["x", "z"], "not_option", "a[1]"),
    ("checklist", OPTIONS, ["x", "x"], "twice", "a"),
    ("checklist", OPTIONS + ", validate: {maxCount: 1}", ["x", "y"], "too_many", "a"),
    ("taglist", OPTIONS + ", validate: {minCount: 2}", ["x"], "too_few", "a"),
    ("taglist", OPTIONS + ", validate: {minCount: 1}", [], "required", "a"),
    ("datetime", "", "2026-02-30", "not_date", "a"),
    ("datetime", "", "20260302", "not_date", "a"),
    ("datetime", "", 20260302, "not_date", "a"),
    ("datetime", "disallowPassedDates: true", "2026-03-01", "in_the_past", "a"),
    ("datetime", "subtype: time", "25:00", "not_time", "a"),
    ("datetime", "subtype: time", "09:30+08:00", "not_time", "a"),
    ("datetime", "subtype: datetime", "2026-03-02T09:30:00", "not_date_time", "a"),
    ("datetime", "subtype: datetime, timeSerializingFormat: no_timezone", "2026-03-02T09:30Z", "not_date_time", "a"),
    ("datetime", "subtype: datetime, disallowPassedDates: true", "2026-03-02T08:59:59+08:00", "in_the_past", "a"),
    ("datetime", "validate: {minDate: '2026-03-03'}", "2026-03-02", "too_early", "a"),
    ("datetime", "validate: {maxDate: '=date(\"2026-03-01\")'}", "2026-03-02", "too_late", "a"),
    ("photo", "", ID, "not_list", "a"),
    ("photo", "", ["cat.jpg"], "not_attachment", "a[0]"),
    ("photo", "", [ID, ID.upper()], "twice", "a"),
    ("photo", "", [str(n) for n in range(10)], "too_many", "a"),
    ("photo", "validate: {required: true}", [], "required", "a"),
    ("signature", "", [ID], "not_attachment", "a"),
    ("filepicker", "", [ID, OTHER], "too_many", "a"),
    ("location", "", {"lon": 118.27}, "no_point", "a"),
    ("location", "", {"address": "黄河路"}, "no_point", "a"),
    ("location", "", {"lon": 181, "lat": 0}, "off_the_map", "a"),
    ("location", "", {"lon": "118", "lat": "33"}, "not_location", "a"),
    ("location", "", {"lon": 118, "lat": 33, "evil": 1}, "not_location", "a"),
    ("location", "", {"lon": 118, "lat": 33, "accuracy": -1}, "not_location", "a.accuracy"),
    ("location", "", "118,33", "not_location", "a"),
    ("dynamiclist", ROWS, {"name": "一"}, "not_list", "a"),
    ("dynamiclist", ROWS, ["一"], "not_row", "a[0]"),
    ("dynamiclist", ROWS, [{"name": "一"}, {"n": 1}], "required", "a[1].name"),
    ("dynamiclist", ROWS, [{"name": "一", "n": "x"}], "not_number", "a[0].n"),
    ("dynamiclist", ROWS, [{"name": "一", "x": 1}], "unknown_field", "a[0].x"),
    ("dynamiclist", ROWS + ", validate: {maxCount: 1}", [{"name": "一"}, {"name": "二"}], "too_many", "a"),
    ("table", ROWS + ", validate: {required: true}", [], "required", "a"),
    ("unit", "", 3, "no_such_unit", "a"),
    ("person", "", "3", "no_such_person", "a"),
    ("division", "", 3, "no_such_division", "a"),
    ("category", "", 3, "no_such_category", "a"),
    ("standard", "", 3, "no_such_standard", "a"),
]


@pytest.mark.parametrize(("kind", "more", "given", "cleaned"), TAKEN)
def test_taken(kind: str, more: str, given: Any, cleaned: Any) -> None:
    found = check(one(kind, more), {"a": given})
    assert found == {"a": cleaned}
    assert type(found["a"]) is type(cleaned)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("kind", "more", "given", "code", "path"), REFUSED)
def test_refused(kind: str, more: str, given: Any, code: str, path: str) -> None:
    found = refusals(one(kind, more), {"a": given})
    assert [(detail.code, detail.field) for detail in found] == [(f"answers.{code}", path)]


@pytest.mark.parametrize(
    "kind", ["textfield", "number", "datetime", "photo", "location", "signature", "unit", "person"]
)
def test_left_open(kind: str) -> None:
    assert check(one(kind), {}) == {"a": None}
    assert refusals(one(kind, "validate: {required: true}"), {})[0].code == "answers.required"


def test_defaults_fill_what_is_left_out() -> None:
    schema = form(f"{{type: radio, key: a, label: 甲, {OPTIONS}, defaultValue: x, validate: {{required: true}}}}")
    assert check(schema, {}) == {"a": "x"}
    assert check(schema, {"a": "y"}) == {"a": "y"}


def test_unknown_keys_are_refused_by_name() -> None:
    found = refusals(one("textfield"), {"a": "x", "b": 1, "case": {}})
    assert [(detail.code, detail.field) for detail in found] == [
        ("answers.unknown_field", "b"),
        ("answers.unknown_field", "case"),
    ]


@pytest.mark.parametrize("given", [None, [], "a", 3])
def test_answers_are_an_object(given: Any) -> None:
    assert refusals(one("textfield"), given)[0].code == "answers.not_object"


def test_all_findings_come_at_once() -> None:
    schema = form(
        "{type: number, key: a, label: 甲}", "{type: textfield, key: b, label: 乙, validate: {required: true}}"
    )
    assert [detail.field for detail in refusals(schema, {"a": "x"})] == ["a", "b"]


HIDING = form(
    "{type: radio, key: choice, label: 选, values: [{value: x, label: X}, {value: y, label: Y}]}",
    "{type: textfield, key: why, label: 因, validate: {required: true}, conditional: {hide: '=choice != \"y\"'}}",
    "{type: textfield, key: more, label: 更, validate: {required: true}, conditional: {hide: '=why = null'}}",
)


def test_hidden_fields_are_not_asked_and_their_answers_dropped() -> None:
    assert check(HIDING, {"choice": "x"}) == {"choice": "x"}
    assert check(HIDING, {"choice": "x", "why": "smuggled", "more": "too"}) == {"choice": "x"}, "hidden by the hidden"
    assert [detail.field for detail in refusals(HIDING, {"choice": "y"})] == ["why"]
    assert check(HIDING, {"choice": "y", "why": "因", "more": "更"}) == {"choice": "y", "why": "因", "more": "更"}


def test_the_outcome_decides_what_is_asked() -> None:
    schema = form(
        "{type: textfield, key: why, label: 因, validate: {required: true},"
        " conditional: {hide: '=outcome != \"reject\"'}}"
    )
    assert check(schema, {}, {"outcome": "file"}) == {}
    assert refusals(schema, {}, {"outcome": "reject"})[0].field == "why"


def test_the_case_and_process_data_are_seen() -> None:
    schema = form(
        "{type: number, key: n, label: 数, conditional: {hide: '=case.urgency = \"normal\" or round > 1'},"
        " validate: {required: true}}"
    )
    assert check(schema, {}, {"case": {"urgency": "normal"}, "round": 1}) == {}
    assert check(schema, {}, {"case": {"urgency": "urgent"}, "round": 2}) == {}
    assert refusals(schema, {}, {"case": {"urgency": "urgent"}, "round": 1})


def test_an_answer_hides_a_variable_of_the_same_name() -> None:
    schema = form(
        "{type: checkbox, key: again, label: 再}",
        "{type: textfield, key: why, label: 因, validate: {required: true}, conditional: {hide: '=again != true'}}",
    )
    assert check(schema, {}, {"again": True}) == {"again": False}


def test_groups_lie_flat_or_under_their_path() -> None:
    inner = "components: [{type: number, key: n, label: 数, validate: {required: true}}]"
    assert check(form(f"{{type: group, label: 组, {inner}}}"), {"n": 1}) == {"n": 1}
    grouped = form(f"{{type: group, label: 组, path: g, {inner}}}")
    assert check(grouped, {"g": {"n": 1}}) == {"g": {"n": 1}}
    assert refusals(grouped, {})[0].field == "g.n"
    assert refusals(grouped, {"g": 3})[0].code == "answers.not_object"
    hidden = form(f"{{type: group, label: 组, conditional: {{hide: '=true'}}, {inner}}}")
    assert check(hidden, {"n": 1}) == {}


def test_readonly_and_disabled_are_dropped() -> None:
    schema = form(
        "{type: textfield, key: a, label: 甲, readonly: true}",
        "{type: textfield, key: b, label: 乙, disabled: true}",
        "{type: textfield, key: c, label: 丙, readonly: '=outcome = \"file\"'}",
    )
    sent = {"a": "1", "b": "2", "c": "3"}
    assert check(schema, sent, {"outcome": "file"}) == {}
    assert check(schema, sent, {"outcome": "reject"}) == {"c": "3"}


def test_conditions_over_several_answers() -> None:
    schema = form(
        "{type: datetime, key: begun, label: 开始}",
        "{type: datetime, key: done, label: 完成, validate: {condition: '=date(done) >= date(begun)',"
        " message: 完成不能早于开始, messageEn: Not before it began}}",
    )
    assert check(schema, {"begun": "2026-03-01", "done": "2026-03-02"})
    found = refusals(schema, {"begun": "2026-03-02", "done": "2026-03-01"})[0]
    assert (found.code, found.field) == ("answers.condition", "done")
    assert "完成不能早于开始" in found.message_zh
    assert "Not before it began" in found.message_en
    assert check(schema, {"begun": "2026-03-02"}), "what is left open is not compared"


def test_conditions_in_rows_see_row_and_form() -> None:
    schema = form(
        "{type: number, key: limit, label: 限}",
        "{type: dynamiclist, path: rows, label: 行, components: ["
        "{type: number, key: n, label: 数, validate: {condition: '=n <= limit', message: 超限}},"
        "{type: textfield, key: why, label: 因, conditional: {hide: '=n < 5'}, validate: {required: true}}]}",
    )
    assert check(schema, {"limit": 9, "rows": [{"n": 1}, {"n": 7, "why": "多"}]})
    found = refusals(schema, {"limit": 6, "rows": [{"n": 1}, {"n": 7}]})
    assert {(detail.code, detail.field) for detail in found} == {
        ("answers.required", "rows[1].why"),
        ("answers.condition", "rows[1].n"),
    }


def test_expressions_are_computed_and_never_taken() -> None:
    schema = form(
        "{type: number, key: n, label: 数}",
        "{type: dynamiclist, path: rows, label: 行, components: [{type: number, key: price, label: 价},"
        " {type: expression, key: total, label: 计, expression: '=price * n'}]}",
        "{type: expression, key: sum, label: 和, expression: '=sum(rows.total)'}",
        "{type: expression, key: day, label: 日, expression: '=date(\"2026-03-02\")'}",
    )
    found = check(schema, {"n": 2, "rows": [{"price": 1.5}, {"price": 2, "total": 99}], "sum": 1})
    assert found == {
        "n": 2,
        "rows": [{"price": Decimal("1.5"), "total": 3}, {"price": 2, "total": 4}],
        "sum": 7,
        "day": "2026-03-02",
    }


def test_options_from_data_and_from_feel() -> None:
    schema = form("{type: select, key: a, label: 甲, valuesExpression: '=case.co_units'}")
    assert check(schema, {"a": "D1"}, {"case": {"co_units": ["D1", "D2"]}}) == {"a": "D1"}
    assert refusals(schema, {"a": "D3"}, {"case": {"co_units": ["D1"]}})[0].code == "answers.not_option"
    assert refusals(schema, {"a": "D3"}, {"case": {}})[0].code == "answers.options_broken"
    keyed = form("{type: radio, key: a, label: 甲, valuesKey: offers}")
    assert check(keyed, {"a": 2}, {"offers": [{"value": 1, "label": "一"}, {"value": 2, "label": "二"}]}) == {"a": 2}


def test_endless_conditions_end() -> None:
    schema = form(
        "{type: textfield, key: a, label: 甲, conditional: {hide: '=count(for i in 1..1000000 return i) > 1'}}"
    )
    assert check(schema, {"a": "x"}) == {"a": "x"}, "a condition that cannot be run hides nothing"


def test_units_are_those_offered(people: object) -> None:
    assert check(one("unit"), {"a": "D1"}) == {"a": "D1"}
    assert check(one("unit", "multiple: true"), {"a": ["C1", "D1"]}) == {"a": ["C1", "D1"]}
    assert check(one("unit", "kind: department, sector: urban_management, within: '=\"C1\"'"), {"a": "D1"})
    scope = {"case": {"sector": "urban_management"}}
    assert check(one("unit", "sector: '=case.sector'"), {"a": "D1"}, scope)
    for more in (
        "kind: centre",
        "level: county",
        "sector: traffic",
        "within: '=\"nowhere\"'",
        "sector: '=case.sector'",
    ):
        assert refusals(one("unit", more), {"a": "D1"})[0].code == "answers.no_such_unit", more
    found = refusals(one("unit", "multiple: true"), {"a": ["D1", "D9"]})
    assert [detail.field for detail in found] == ["a[1]"]
    assert refusals(one("unit", "multiple: true"), {"a": ["D1", "D1"]})[0].code == "answers.twice"


def test_people_are_those_who_serve_today(people: object) -> None:
    li, wu = (Person.objects.get(username=name).pk for name in ("li", "wu"))
    assert check(one("person"), {"a": wu}) == {"a": wu}
    more = "role: handler, unit: '=\"D1\"'"
    assert check(one("person", more), {"a": li}) == {"a": li}
    assert refusals(one("person", more), {"a": wu})[0].code == "answers.no_such_person"
    post = Person.objects.get(pk=li).posts.get()
    post.until = dt.date(2026, 3, 2)
    post.save()
    assert refusals(one("person", more), {"a": li}), "a post ends with the day before `until`"
    assert refusals(one("person"), {"a": True})


def test_divisions(people: object) -> None:
    city = Division.objects.create(code="321300", name="市", name_key="s", level="city", path="321300")
    Division.objects.create(code="321302", name="区", name_key="q", level="county", path="321300/321302", parent=city)
    assert check(one("division"), {"a": "321302"}) == {"a": "321302"}
    assert check(one("division", "level: county, within: '=\"321300\"'"), {"a": "321302"})
    for more in ("level: village", "within: '=\"321311\"'"):
        assert refusals(one("division", more), {"a": "321302"})[0].code == "answers.no_such_division"


def test_categories_and_standards(people: object) -> None:
    assert check(one("category", "kind: event"), {"a": "event-01-02"}) == {"a": "event-01-02"}
    assert refusals(one("category", "kind: component"), {"a": "event-01-02"})
    scope = {"case": {"category": "event-01-02"}}
    assert check(one("standard"), {"a": "t-01-02-1"}, scope) == {"a": "t-01-02-1"}
    found = refusals(one("standard"), {"a": "t-01-02-9"}, scope)[0]
    assert "t-01-02-1" in found.mend_zh, "the mend names what may be chosen"
    assert refusals(one("standard"), {"a": "t-01-02-1"}, {"case": {"category": None}})
    chosen = form(
        "{type: category, key: c, label: 类}",
        "{type: standard, key: s, label: 条件, category: '=if c != null then c else case.category'}",
    )
    assert check(chosen, {"c": "event-01-02", "s": "t-01-02-1"}, {"case": {"category": "event-09-09"}})


def test_somebody_without_a_post_is_offered_where_nothing_is_asked(people: object) -> None:
    from onegrid.jurisdictions.models import Unit

    actor = hire("new", "handler", Unit.objects.get(code="D1"))
    Person.objects.filter(pk=actor.person_id).update(is_active=False)
    assert refusals(one("person"), {"a": actor.person_id})[0].code == "answers.no_such_person"


def test_required_by_feel() -> None:
    schema = form(
        "{type: number, key: n, label: 数}",
        "{type: textfield, key: a, label: 甲, validate: {requiredWhen: '=n > 3 or outcome = \"now\"'}}",
        "{type: checkbox, key: c, label: 勾, validate: {requiredWhen: '=n > 3'}}",
    )
    assert check(schema, {"n": 3}) == {"n": 3, "a": None, "c": False}
    found = refusals(schema, {"n": 4})
    assert [(one.code, one.field) for one in found] == [("answers.required", "a"), ("answers.must_be_ticked", "c")]
    assert refusals(schema, {"n": 1}, {"outcome": "now"})[0].field == "a"
    assert check(schema, {"n": 4, "a": "x", "c": True})["a"] == "x"


@pytest.mark.parametrize(
    ("kind", "more", "value"),
    [
        ("number", "serializeToString: true", "1_000"),
        ("number", "serializeToString: true", "٣"),
        ("number", "serializeToString: true", "1 2"),
        ("datetime", "", "2026-W10-1"),
        ("datetime", "", "20260302"),
        ("datetime", "subtype: time", "0930"),
        ("datetime", "subtype: datetime", "2026-W10-1T09:30:00+08:00"),
        ("datetime", "subtype: datetime", "20260302T093000+08:00"),
    ],
)
def test_one_way_of_writing_numbers_and_moments(kind: str, more: str, value: str) -> None:
    assert [found.field for found in refusals(one(kind, more), {"a": value})] == ["a"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Decimal("1e9999999"), "unkept_number"),
        ("\x00", "control_character"),
        (["\ud800"], "control_character"),
        ({"lon": Decimal("1e-9999999")}, "unkept_number"),
    ],
)
@pytest.mark.parametrize("kind", ["textfield", "number", "radio", "location", "photo"])
def test_what_no_database_keeps_is_refused_first(kind: str, value: Any, code: str) -> None:
    found = refusals(one(kind, OPTIONS if kind == "radio" else ""), {"a": value})
    assert [detail.code.split(".")[-1] for detail in found] == [code]
    assert (found[0].field or "").startswith("a")


LOCKED = (
    "{type: checkbox, key: lock, label: 锁}",
    "{type: textfield, key: b, label: 乙, readonly: '=lock'}",
    "{type: textfield, key: c, label: 丙, conditional: {hide: '=b != \"x\"'}}",
)


def test_a_read_only_answer_counts_alike_whether_it_was_sent_or_not() -> None:
    for sent in ({}, {"b": "x"}):
        assert check(form(*LOCKED), {"lock": True, "c": "typed", **sent}) == {"lock": True}
    assert check(form(*LOCKED), {"b": "x", "c": "typed"}) == {"lock": False, "b": "x", "c": "typed"}
    with_default = form(
        "{type: textfield, key: b, label: 乙, readonly: true, defaultValue: d}",
        "{type: expression, key: copy, label: 抄, expression: '=b'}",
    )
    assert check(with_default, {"b": "x"}, {"b": "process"}) == {"copy": "d"}


def test_fields_that_make_one_another_read_only_come_to_an_end() -> None:
    chain = form(
        "{type: textfield, key: a, label: 甲, readonly: '=b = null'}",
        "{type: textfield, key: b, label: 乙, readonly: '=c = null'}",
        "{type: textfield, key: c, label: 丙, readonly: '=lock'}",
        "{type: checkbox, key: lock, label: 锁}",
    )
    assert check(chain, {"a": "1", "b": "1", "c": "1", "lock": True}) == {"lock": True}


def test_process_data_do_not_shine_through_a_hidden_field() -> None:
    schema = form(
        "{type: checkbox, key: lock, label: 锁}",
        "{type: number, key: amount, label: 数, conditional: {hide: '=lock'}}",
        "{type: expression, key: total, label: 计, expression: '=amount * 2'}",
        "{type: dynamiclist, path: rows, label: 行, components: [{type: number, key: amount, label: 数,"
        " conditional: {hide: '=lock'}}, {type: expression, key: twice, label: 倍, expression: '=amount * 2'}]}",
    )
    found = check(schema, {"lock": True, "rows": [{"amount": 4}]}, {"amount": 5})
    assert found == {"lock": True, "total": None, "rows": [{"twice": None}]}
    assert check(schema, {"amount": 7}, {"amount": 5})["total"] == 14


def test_a_form_published_before_endless_patterns_were_refused_does_not_stop_the_city() -> None:
    fields = "{type: textfield, key: a, label: 甲, validate: {pattern: '(a+)+b'}}"
    source = f"id: f\ntitle: t\nowner: o\ncomponents:\n  - {fields}\n"
    schema, _problems = parse(source.encode(), slug="f", is_published=True)
    assert schema is not None, "its open tasks must stay readable"
    assert check(schema, {"a": "a" * 40 + "c"}) == {"a": "a" * 40 + "c"}
