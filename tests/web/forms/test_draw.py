"""What is drawn: every kind with its label and help, what was answered, what is refused, and hostile values."""

import datetime as dt
import re
from typing import Any

import pytest

from onegrid.catalog.forms.schema import FormSchema
from onegrid.catalog.forms.vocabulary import HOLDING, TYPES
from onegrid.common.errors import Detail
from onegrid.jurisdictions.policy import Actor
from onegrid.web.forms import preview, render
from onegrid.web.forms.kinds import KINDS
from onegrid.web.forms.kinds.shown import clean, markdown
from tests.catalog.test_answers import form
from tests.web.forms.every_kind import EVERY_KIND

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7 }}"
pytestmark = pytest.mark.django_db


def drawn(schema: FormSchema, answers: dict[str, Any] | None = None, **more: Any) -> str:
    """For nobody in particular, with no case behind it."""
    given = {"scope": {"case": {}}, "outcome": None, "now": NOW, "actor": None, **more}
    return render(schema, answers=answers or {}, **given)


def test_every_type_is_drawn() -> None:
    assert set(KINDS) | {"group"} == set(TYPES)
    html = preview(form(*EVERY_KIND))
    for one in form(*EVERY_KIND).walk():
        if one.type in HOLDING and one.label:
            assert one.label in html


@pytest.mark.parametrize("kind", sorted(set(HOLDING) - {"expression"}))
def test_hostile_answers_stay_text(kind: str) -> None:
    more = {
        "radio": "values: [{value: x, label: X}]",
        "select": "values: [{value: x, label: X}]",
        "checklist": "values: [{value: x, label: X}]",
        "taglist": "values: [{value: x, label: X}]",
        "dynamiclist": "components: [{type: textfield, key: n, label: 名}]",
        "table": "components: [{type: textfield, key: n, label: 名}]",
    }.get(kind, "")
    holder = "path" if kind == "dynamiclist" else "key"
    schema = form(f"{{type: {kind}, {holder}: a, label: 甲{', ' + more if more else ''}}}")
    for value in (
        HOSTILE,
        [HOSTILE],
        {"address": HOSTILE, "lon": HOSTILE},
        [{"n": HOSTILE}],
        7,
        [None],
        {"@feel": "x"},
    ):
        for read_only in (False, True):
            html = drawn(schema, {"a": value}, read_only=read_only)
            assert "<script>alert" not in html
            assert "<img src=x" not in html
            assert "甲" in html


def test_hostile_labels_options_and_scope() -> None:
    schema = form(
        "{type: textfield, key: a, label: '<b>x</b>', description: '<i>y</i>', appearance: {suffixAdjuster: '<u>'}}",
        "{type: radio, key: r, label: r, values: [{value: '<s>', label: '<s>'}]}",
        "{type: textfield, key: t, label: t, conditional: {hide: '=a = case.x'}}",
    )
    html = drawn(schema, scope={"case": {"x": "</script><script>alert(1)</script>"}})
    for tag in ("<b>", "<i>", "<u>", "<s>", "</script><script>"):
        assert tag not in html


def test_designers_html_is_cleaned() -> None:
    html = clean(
        "<h1>t</h1><p style='color:red' onclick='x()'>p</p><script>s()</script><iframe src='//e'></iframe>"
        "<a href='javascript:x()'>a</a><img src='https://evil/x.png'><img src='//evil/x'><img src='/static/ok.png'>"
        "<form><input></form>"
    )
    assert html == ('<h3>t</h3><p>p</p><a rel="noopener noreferrer">a</a><img src="/static/ok.png">')
    assert clean('<a href="data:text/html,x">x</a>') == '<a rel="noopener noreferrer">x</a>'
    assert clean('<a href=" DATA:image/png;base64,AA==">x</a>') == '<a rel="noopener noreferrer">x</a>'
    assert clean('<img src="data:image/png;base64,AA==">') == '<img src="data:image/png;base64,AA==">'
    assert clean('<img alt="a > b" src="/static/ok.png">') == '<img alt="a &gt; b" src="/static/ok.png">'
    assert clean('<img alt=" src=" title="x"><b>y</b>') == "<b>y</b>"
    assert clean('<img alt="a > b">after') == "after", "a picture of nowhere goes whole"
    assert "<script>" not in markdown("<script>x</script> [a](javascript:alert(1))")
    assert 'href="javascript' not in markdown("[a](javascript:alert(1))")


def test_errors_go_to_their_fields() -> None:
    schema = form(
        "{type: textfield, key: a, label: 甲, conditional: {hide: '=true'}}",
        "{type: dynamiclist, path: rows, label: 行, components: [{type: location, key: at, label: 处}]}",
    )
    mend = {"mend_en": "Mend.", "mend_zh": "请改。"}
    found = drawn(
        schema,
        {"rows": [{}, {"at": {"lon": 1}}]},
        details=(
            Detail("c", "En a", "中 甲", field="a", **mend),
            Detail("c", "En row", "中 行", field="rows[1].at.lon", **mend),
            Detail("c", "En none", "中 无", field="gone", **mend),
        ),
    )
    assert 'id="f-a-error"' in found, "hidden or not"
    assert "data-og-hidden" not in found
    assert 'id="f-rows-1-at-error"' in found
    assert 'href="#f-rows-1-at-field"' in found
    assert "中 无" in found


def test_columns_pages_and_what_is_never_shown() -> None:
    schema = form(
        "{type: textfield, key: a, label: 甲, layout: {row: r, columns: 4}}",
        "{type: textfield, key: b, label: 乙, layout: {row: r}}",
        "{type: textfield, key: c, label: 丙, conditional: {hide: '=case.level = \"city\"'}}",
        "{type: group, label: 页, properties: {page: true}, components: [{type: textfield, key: d, label: 丁}]}",
        "{type: textfield, key: e, label: 戊, readonly: '=case.level = \"city\"', defaultValue: '=case.level'}",
    )
    html = drawn(schema, scope={"case": {"level": "city"}})
    assert "og-w4" in html
    assert "og-w8" in html
    assert "丙" not in html, "what no answer can show does not go out at all"
    assert "data-og-page" in html
    assert 'name="f.e"' not in html
    assert "丙" in drawn(schema)


def test_read_only_shows_what_was_answered_by_name() -> None:
    schema = form(
        "{type: radio, key: r, label: 单, values: [{value: x, label: 甲乙}]}",
        "{type: number, key: n, label: 数, defaultValue: 5}",
        "{type: checkbox, key: c, label: 勾}",
    )
    html = drawn(schema, {"r": "x", "n": None, "c": True}, read_only=True, draft_url="/d/")
    assert "甲乙" in html
    assert "<input" not in html
    assert "data-og-draft" not in html
    assert ">5<" not in html, "not what would be suggested now"


def test_an_old_form_outside_the_page_s_feel_is_drawn() -> None:
    from onegrid.catalog.forms.parse import parse

    text = (
        b"id: f\ntitle: t\nowner: o\ncomponents:\n  - {type: date, key: x, label: x}\n".replace(b"date", b"datetime")
        + b"  - {type: textfield, key: a, label: a, conditional: {hide: '=date(x) > date(\"2026-01-01\")'}}\n"
    )
    schema, problems = parse(text, slug="f")
    assert [one.code for one in problems] == ["form.feel_page"]
    assert (schema, problems[0].line) == (None, 6)
    schema, _ = parse(text, slug="f", is_published=True)
    assert schema is not None
    assert "data-og-hide=" not in drawn(schema)


def test_pickers_are_searched_only_as_signed(client: Any, people: tuple[Actor, Actor]) -> None:
    from django.urls import reverse

    from onegrid.jurisdictions.models import Person
    from onegrid.web.forms.pickers.asked import Asked, address

    designer, handler = people
    client.force_login(
        Person.objects.get(pk=handler.person_id), backend="onegrid.jurisdictions.signed_in.PersonBackend"
    )
    units = address(Asked("unit", {"kind": "department"}), handler)
    assert [one["value"] for one in client.get(units).json()["options"]] == ["D1"]
    assert client.get(f"{units}?q=zzz").json()["options"] == []
    assert [one["value"] for one in client.get(f"{units}?kind=centre").json()["options"]] == ["D1"], (
        "not the page's to say"
    )
    assert client.get(address(Asked("unit", {}), designer)).status_code == 404, "another person's"
    assert client.get(reverse("forms_options", args=["forged:token:x"])).status_code == 404
    people_of = address(Asked("person", {"role": "designer"}, ("unit",)), handler)
    assert client.get(f"{people_of}?unit=C1").json()["options"] == [], "whose posts one may not see"
    fixed = address(Asked("person", {"role": "handler", "unit": "D1"}), handler)
    assert [one["label"] for one in client.get(fixed).json()["options"]] == ["li"]
    client.logout()
    assert client.get(units).status_code == 302


def test_what_is_ticked_comes_first_in_a_long_list(people: tuple[Actor, Actor]) -> None:
    from onegrid.jurisdictions.models import Unit

    above = Unit.objects.get(code="C1")
    for at in range(20):
        Unit.objects.create(
            code=f"T{at:02}",
            name=f"乡{at}",
            kind="centre",
            level="township",
            parent=above,
            path=f"{above.path}/T{at:02}",
        )
    schema = form('{type: unit, key: a, label: 单, multiple: true, within: \'=["T03", "C1", "nowhere"]\'}')
    values = re.findall(r'type="checkbox"[^>]*value="([^"]+)"', drawn(schema, {"a": ["T17", "T05"]}))
    assert values[:4] == ["T05", "T17", "C1", "D1"]
    assert len(values) == 22, "each once, also what lies in two of them"


SENSITIVE = (
    ("textfield", "", "321302199001011234", "321***********1234"),
    ("textfield", "", "张三丰", "张**"),
    ("textarea", "", "李四", "李*"),
    ("number", "", 13812345678, "138****5678"),
    ("datetime", "", "1990-01-23", "********23"),
    ("radio", "values: [{value: x, label: 低保户}]", "x", "***"),
    ("taglist", "values: [{value: x, label: 低保户}]", ["x"], "***"),
    ("location", "", {"address": "人民路一号"}, "***"),
    ("photo", "", ["0b0e6c1c-8f0e-4b6e-9d43-0f2f6d9f7a11"], "***"),
    ("dynamiclist", "components: [{type: textfield, key: n, label: 名}]", [{"n": "王五"}], "***"),
    ("textfield", "", "", "—"),
)


@pytest.mark.parametrize(("kind", "more", "value", "said"), SENSITIVE)
def test_personal_data_are_masked_where_they_are_only_read(kind: str, more: str, value: Any, said: str) -> None:
    holder = "path" if kind == "dynamiclist" else "key"
    parts = f"type: {kind}, {holder}: a, label: 甲, sensitive: true{', ' + more if more else ''}"
    for schema, read_only in ((form(f"{{{parts}}}"), True), (form(f"{{{parts}, readonly: true}}"), False)):
        html = drawn(schema, {"a": value}, read_only=read_only)
        assert f">{said}<" in html
        for secret in (
            "321302199001011234",
            "三丰",
            "四",
            "13812345678",
            "1990",
            "低保户",
            "人民路",
            "0b0e6c1c",
            "王五",
        ):
            assert secret not in html
    assert "人民路" in drawn(form(f"{{{parts}}}"), {"a": value}) or kind != "location", "who fills it in sees it"


@pytest.mark.parametrize("read_only", [False, True])
def test_rows_do_not_ask_the_database_again(people: tuple[Actor, Actor], read_only: bool) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _, handler = people
    schema = form(
        "{type: dynamiclist, path: rows, label: 行, components: [{type: unit, key: u, label: 单},"
        " {type: person, key: p, label: 人}, {type: division, key: d, label: 区}, {type: category, key: c, label: 类},"
        " {type: photo, key: f, label: 照}, {type: signature, key: s, label: 签}]}"
    )
    asked = []
    for count in (2, 20):
        rows = [
            {
                "u": "D1", "p": handler.person_id, "c": "event-01-02", "d": "x",
                "f": [f"00000000-0000-4000-8000-{at:012}"], "s": f"00000000-0000-4000-8001-{at:012}",
            }
            for at in range(count)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            html = drawn(schema, {"rows": rows}, actor=handler, read_only=read_only)
        assert "li" in html
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[0] > 3, "something is looked up"


def test_coordinates_that_are_refused_stand_open() -> None:
    schema = form("{type: location, key: a, label: 处, precision: any}")
    refused = Detail("answers.off_the_map", "off", "超出", field="a", mend_en="Move.", mend_zh="请移。")
    closed, opened = drawn(schema), drawn(schema, {"a": {"lon": 200, "lat": 5}}, details=[refused])
    assert "<details>" in closed
    assert "<details open>" in opened


@pytest.mark.parametrize("kept", [0.3, 1e-7, [0.1, 2], {"n": 0.5}])
def test_a_computed_fraction_is_read_again_after_the_database_kept_it(kept: Any) -> None:
    schema = form("{type: expression, key: a, label: 甲, expression: '=1'}", "{type: number, key: n, label: 乙}")
    html = drawn(schema, {"a": kept, "n": 1e-7}, read_only=True)
    assert "0.0000001" in html
    assert "1e-07" not in html
