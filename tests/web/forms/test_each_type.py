"""For each type of field: how it is drawn, its conditions, the server's check, and hostile values."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict

from onegrid.cases import values
from onegrid.catalog import answers as answering
from onegrid.catalog.forms.schema import FormSchema
from onegrid.catalog.forms.vocabulary import CHOICES, HOLDING, SHOWING, TYPES
from onegrid.common.errors import Detail, Invalid
from onegrid.jurisdictions.models import Division
from onegrid.jurisdictions.policy import Actor
from onegrid.web.forms import read, render
from tests.catalog.test_answers import form
from tests.web.forms.each_type import HOLDING_SAMPLES, KEY, PERSON, SHOWING_SAMPLES, Elements, Sample

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
SCOPE: dict[str, Any] = {"case": {"rows": [{"n": "<s>一"}]}}
SCRIPT = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7 }}"
ALONE = ("expression", "group")
SWITCH = "{type: checkbox, key: switch, label: 关}"
pytestmark = pytest.mark.django_db
holding = pytest.mark.parametrize("given", HOLDING_SAMPLES, ids=str)
showing = pytest.mark.parametrize("given", SHOWING_SAMPLES, ids=str)


@pytest.fixture
def handler(people: tuple[Actor, Actor]) -> Actor:
    """Who fills the forms in, in a city of one division."""
    Division.objects.create(code="321300", name="市", name_key="s", level="city", path="321300")
    return people[1]


@pytest.fixture
def sample(given: Sample, handler: Actor) -> Sample:
    """With the person's real id."""
    if given.good != PERSON:
        return given
    return dataclasses.replace(given, good=handler.person_id, posted={"": [str(handler.person_id)]})


def of(sample: Sample, extra: str = "") -> FormSchema:
    """The field `a` between a switch and a field that hangs on it."""
    holder = "path" if sample.type == "dynamiclist" else "key"
    parts = [f"type: {sample.type}", f"{holder}: a", "label: 甲字", *filter(None, (sample.more, extra))]
    return form(SWITCH, f"{{{', '.join(parts)}}}")


def drawn(schema: FormSchema, answers: dict[str, Any], actor: Actor, **more: Any) -> str:
    html = render(schema, answers=answers, scope=SCOPE, outcome=None, now=NOW, actor=actor, **more)
    html.encode()  # what cannot be sent is no page
    return str(html)


def check(schema: FormSchema, answers: Any) -> dict[str, Any]:
    return answering.validate(schema, answers, scope={**SCOPE, "outcome": None}, now=NOW)


def refused(schema: FormSchema, answers: Any) -> list[Detail]:
    with pytest.raises(Invalid) as found:
        check(schema, answers)
    return list(found.value.details)


def posted(fields: dict[str, list[str]]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, sent in fields.items():
        found.setlist(f"f.a{name}", sent)
    return found


def test_no_type_is_missing() -> None:
    assert {one.type for one in (*HOLDING_SAMPLES, *SHOWING_SAMPLES)} | set(ALONE) == set(TYPES)
    assert {one.type for one in HOLDING_SAMPLES} | {"expression"} == set(HOLDING)
    assert {one.type for one in SHOWING_SAMPLES} | {"group"} == set(SHOWING) | {"table"}
    moments = [one for one in HOLDING_SAMPLES if one.type == "datetime"]
    assert len(moments) == len(CHOICES["datetime", "subtype"])


@holding
def test_drawn_with_its_control_bound_to_its_label(sample: Sample, handler: Actor) -> None:
    found = Elements(drawn(of(sample), {}, handler))
    tag, wanted = sample.control
    assert found.find(tag, wanted, hidden=False), sample.control
    of_control = [one["for"] for one in found.find("label", {}) if one.get("for") == "f-a"]
    of_group = found.find("div", {"role": "group", "aria-labelledby": "f-a-label"})
    assert of_control or of_group
    target = "f-a" if of_control else "f-a-label"
    assert len([one for _tag, one, _hidden in found.all if one.get("id") == target]) == 1
    assert found.find("div", {"id": "f-a-field", "data-og-kind": sample.type})


@holding
def test_an_answer_is_drawn_again_and_read_back(sample: Sample, handler: Actor) -> None:
    assert read(of(sample), posted(sample.posted)).keys() == {"a"}
    sent = read(of(sample), posted(sample.posted))
    assert check(of(sample), sent)["a"] == sample.good, "as a browser posts it"
    assert read(of(sample), posted({})) == {}, "what did not stand in the page is not answered"
    html = drawn(of(sample), {"a": sample.good}, handler, read_only=True)
    assert not Elements(html).find("input", {})
    assert sample.said in html
    assert KEY not in html, "files are no keys to a reader"


@holding
def test_the_server_takes_the_good_and_names_the_place_of_the_bad(sample: Sample) -> None:
    assert check(of(sample), {"a": sample.good}) == {"switch": False, "a": sample.good}
    details = refused(of(sample), {"a": sample.bad})
    assert sample.bad_at in [one.field for one in details]
    assert all(one.message_en and one.message_zh and one.mend_en and one.mend_zh for one in details)


@holding
def test_a_refusal_stands_beside_the_field(sample: Sample, handler: Actor) -> None:
    details = refused(of(sample), {"a": sample.bad})
    found = Elements(drawn(of(sample), {"a": sample.bad}, handler, details=details))
    inner = [one["id"] for _tag, one, _hidden in found.all if one.get("id", "").endswith("-error")]
    assert [one for one in inner if one.startswith("f-a")]


@holding
def test_hidden_it_is_neither_asked_nor_kept(sample: Sample, handler: Actor) -> None:
    schema = of(sample, "conditional: {hide: '=switch'}, validate: {required: true}")
    assert check(schema, {"switch": True, "a": sample.good}) == {"switch": True}
    assert check(schema, {"switch": True}) == {"switch": True}
    assert "a" in [one.field for one in refused(schema, {})]
    found = Elements(drawn(schema, {"switch": True, "a": sample.good}, handler))
    assert found.find("div", {"id": "f-a-field", "data-og-hide": "switch"}, hidden=True)
    found = Elements(drawn(schema, {"switch": False}, handler))
    assert found.find("div", {"id": "f-a-field", "data-og-hide": "switch"}, hidden=False)
    gone = of(sample, "conditional: {hide: '=case.rows != null'}")
    assert "f-a-field" not in drawn(gone, {}, handler), "hidden for good it is not sent at all"


@holding
def test_required_when(sample: Sample, handler: Actor) -> None:
    schema = of(sample, "validate: {requiredWhen: '=switch'}")
    assert [one.field for one in refused(schema, {"switch": True})] == ["a"]
    assert check(schema, {"switch": True, "a": sample.good})["a"] == sample.good
    assert check(schema, {"switch": False})["a"] in (None, False)
    found = Elements(drawn(schema, {"switch": True}, handler))
    assert found.find("div", {"id": "f-a-field", "data-og-required-when": "switch"})


@holding
def test_read_only_it_is_shown_and_not_taken(sample: Sample, handler: Actor) -> None:
    schema = of(sample, "readonly: '=switch'")
    assert check(schema, {"switch": True, "a": sample.good}) == {"switch": True}
    assert check(schema, {"switch": True, "a": sample.bad}) == {"switch": True}
    assert check(schema, {"a": sample.good})["a"] == sample.good
    assert Elements(drawn(schema, {}, handler)).find("div", {"id": "f-a-field", "data-og-readonly": "switch"})
    always = of(sample, "readonly: true")
    html = drawn(always, {"a": sample.good}, handler)
    assert sample.said in html
    assert not [one for _tag, one, _hidden in Elements(html).all if one.get("name", "").startswith("f.a")]
    assert read(always, posted(sample.posted)) == {}


HOSTILE: tuple[Any, ...] = (
    SCRIPT, [SCRIPT], {"address": SCRIPT, "lon": SCRIPT}, [{"n": SCRIPT}], 7, -1.5, True, [], {}, [None], [[]], [{}],
    {"@feel": "x"}, {"lon": {}, "lat": []}, "x" * 10_000, ["x" * 10_000], "a\x00b", ["\x00"], "\ud800",
    {"lon": 10**400}, 10**400, [10**30], "json:1e9999999", "json:" + "[" * 10_000, "２０２６", "٣",
)  # fmt: skip


@holding
def test_hostile_values_are_refused_in_words_and_never_drawn_as_code(sample: Sample, handler: Actor) -> None:
    for schema in (of(sample), of(sample, "readonly: '=switch'")):
        for value in HOSTILE:
            details: tuple[Detail, ...] = ()
            try:
                values.dumps(values.plain(check(schema, {"a": value})))
            except Invalid as error:
                details = tuple(error.details)
                assert details
            if isinstance(value, str) and "\ud800" in value:
                continue  # neither drafts nor answers hold it, so nothing draws it
            for read_only in (False, True):
                html = drawn(schema, {"a": value}, handler, read_only=read_only, details=details)
                assert "<script>alert" not in html
                assert "<img src=x" not in html


@holding
def test_hostile_posts_come_out_as_answers_or_as_refusals(sample: Sample, handler: Actor) -> None:
    schema = of(sample)
    texts = [one for one in HOSTILE if isinstance(one, str)]
    for text in texts:
        for name in {*sample.posted, "", ".0.n", ".lon"}:
            sent = read(schema, posted({**sample.posted, name: [*sample.posted.get(name, [""]), text]}))
            html = drawn(schema, sent, handler)
            assert "\x00" not in html
            assert "<script>alert" not in html
            try:
                kept = values.dumps(values.plain(check(schema, sent)))
            except Invalid as error:
                assert all(one.field for one in error.details)
            else:
                assert "\\u0000" not in kept


@showing
def test_what_only_shows(given: Sample, handler: Actor) -> None:
    def shown(extra: str = "", answers: dict[str, Any] | None = None) -> Elements:
        parts = ", ".join(filter(None, (f"type: {given.type}", given.more, extra)))
        return Elements(drawn(form(SWITCH, f"{{{parts}}}"), answers or {}, handler))

    tag, wanted = given.control
    assert shown().find(tag, wanted, hidden=False)
    by_answer = "conditional: {hide: '=switch'}"
    assert shown(by_answer).find(tag, wanted, hidden=False)
    assert shown(by_answer, {"switch": True}).find(tag, wanted, hidden=True)
    assert not shown("conditional: {hide: '=case.rows != null'}").find(tag, wanted)
    schema = form(SWITCH, f"{{{', '.join(filter(None, (f'type: {given.type}', given.more)))}}}")
    assert check(schema, {}) == {"switch": False}, "it holds no answer"
    assert [one.field for one in refused(schema, {"a": "x"})] == ["a"]


TEXTS = {
    "text": "text", "html": "content", "image": "alt", "iframe": "label", "button": "label", "documentPreview": "label",
    "table": "label",
}  # fmt: skip
SOURCES = {"image": "source", "iframe": "url"}


@pytest.mark.parametrize("kind", sorted(set(SHOWING) - {"group"} | {"table"}))
def test_hostile_designs_show_no_code(kind: str, handler: Actor) -> None:
    quoted = SCRIPT.replace("'", "''")
    more = {"table": ", dataSource: '=case.rows', columns: [{key: n, label: '<u>'}]"}.get(kind, "")
    text = f", {TEXTS[kind]}: '{quoted}'" if kind in TEXTS else ""
    for source in ("javascript:alert(1)", "data:text/html,x", "//evil.example/x"):
        where = f", {SOURCES[kind]}: '{source}'" if kind in SOURCES else ""
        html = drawn(form(SWITCH, f"{{type: {kind}{text}{more}{where}}}"), {}, handler)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<u>" not in html
        assert "<s>" not in html
        found = Elements(html)
        for tag, attribute in (("img", "src"), ("a", "href"), ("iframe", "src")):
            assert not [one for one in found.find(tag, {}) if one.get(attribute) == source]


def test_a_group_holds_others(handler: Actor) -> None:
    inner = "components: [{type: textfield, key: n, label: 名, validate: {required: true, maxLength: 5}}]"
    schema = form(SWITCH, f"{{type: group, path: a, label: 甲字, conditional: {{hide: '=switch'}}, {inner}}}")
    found = Elements(drawn(schema, {"a": {"n": SCRIPT}}, handler))
    assert found.find("fieldset", {"data-og-group": "a"}, hidden=False)
    assert found.find("input", {"name": "f.a.n", "value": SCRIPT})
    assert read(schema, posted({".n": ["一"]})) == {"a": {"n": "一"}}
    assert check(schema, {"a": {"n": "一"}}) == {"switch": False, "a": {"n": "一"}}
    assert [one.field for one in refused(schema, {"a": {"n": "一二三四五六"}})] == ["a.n"]
    assert [one.field for one in refused(schema, {})] == ["a.n"]
    assert check(schema, {"switch": True, "a": {"n": "一"}}) == {"switch": True}, "hidden: neither asked nor kept"
    assert Elements(drawn(schema, {"switch": True}, handler)).find("input", {"name": "f.a.n"}, hidden=True)
    for value in HOSTILE:
        if not isinstance(value, dict) and value is not None:
            assert refused(schema, {"a": value})
        if value != "\ud800":
            assert "<script>alert" not in drawn(schema, {"a": value}, handler)


def test_an_expression_is_computed_by_the_server_alone(handler: Actor) -> None:
    schema = form(
        SWITCH,
        "{type: textfield, key: n, label: 名}",
        "{type: expression, key: a, label: 甲字, expression: '=n + \"!\"', conditional: {hide: '=switch'}}",
    )
    found = Elements(drawn(schema, {"n": "一"}, handler))
    assert found.find("output", {"id": "f-a"}, hidden=False)
    assert found.find("label", {"for": "f-a"})
    assert check(schema, {"n": "一", "a": "forged"}) == {"switch": False, "n": "一", "a": "一!"}
    assert check(schema, {"n": "一", "switch": True}) == {"switch": True, "n": "一"}
    assert read(schema, posted({"": ["forged"]})) == {}
    assert Elements(drawn(schema, {"switch": True}, handler)).find("output", {"id": "f-a"}, hidden=True)
    for value in HOSTILE:
        if value != "\ud800":
            assert "<script>alert" not in drawn(schema, {"n": value, "a": value}, handler)
