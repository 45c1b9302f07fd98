"""Form files: what is read, what is refused, with line and mend; YAML means what it says."""

from pathlib import Path

import pytest

from onegrid.catalog import plain_yaml
from onegrid.catalog.forms.parse import parse
from onegrid.catalog.forms.values import CHECKS
from onegrid.catalog.forms.vocabulary import HOLDING
from tests.factories.catalog import ROOT

HEAD = "id: f\ntitle: t\nowner: o\n"


def faults(body: str, *, head: str = HEAD) -> list[tuple[str, int | None]]:
    """Codes with their lines."""
    schema, problems = parse((head + body).encode(), slug="f")
    assert (schema is None) is bool(problems)
    assert all(one.message_zh and one.message_en and one.mend_zh and one.mend_en for one in problems)
    return [(one.code, one.line) for one in problems]


@pytest.mark.parametrize("path", sorted((ROOT / "forms").glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_forms_hold(path: Path) -> None:
    schema, problems = parse(path.read_bytes(), slug=path.stem)
    assert schema is not None, problems
    assert schema.title_en, "shipped forms speak both languages"


def test_every_type_that_holds_data_is_checked() -> None:
    assert set(CHECKS) == set(HOLDING) - {"dynamiclist", "table", "expression"}


def test_what_is_read() -> None:
    body = """\
titleEn: T
components:
  - {type: text, text: 说明}
  - type: group
    label: 组
    components:
      - {type: number, key: n, label: 数, labelEn: N, validate: {max: 9}}
  - type: table
    key: rows
    label: 表
    components: [{type: textfield, key: n, label: 名}]
  - {type: table, label: 看, dataSource: =case.sources, columns: [{key: source, label: 来源}]}
  - {type: expression, key: sum, expression: =n + 1}
"""
    schema, problems = parse((HEAD + body).encode(), slug="f")
    assert not problems
    assert schema is not None
    assert schema.keys() == {"n", "rows", "sum"}, "rows have names of their own"
    found = {one.key: one for one in schema.walk() if one.key == "n" and one.type == "number"}["n"]
    assert (found.label_en, found.validate, found.line) == ("N", {"max": 9}, 10)


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ("{type: textfeild, key: a, label: 甲}", "form.type_unknown"),
        ("{key: a, label: 甲}", "form.type_unknown"),
        ("{type: textfield, label: 甲}", "form.missing"),
        ("{type: textfield, key: a}", "form.missing"),
        ("{type: expression, key: a}", "form.missing"),
        ("{type: dynamiclist, key: a, label: 甲, components: []}", "form.missing"),
        ("{type: textfield, key: a.b, label: 甲}", "form.key"),
        ("{type: textfield, key: 1a, label: 甲}", "form.key"),
        ("{type: textfield, key: 甲 乙, label: 甲}", "form.key"),
        ("{type: textfield, key: outcome, label: 甲}", "form.key_reserved"),
        ("{type: textfield, key: a, label: 甲, hint: x}", "form.key_unknown"),
        ("{type: textfield, key: a, label: 甲, validate: {maxLenght: 3}}", "form.key_unknown"),
        ("{type: textfield, key: a, label: 甲, validate: {min: 3}}", "form.key_unknown"),
        ("{type: textfield, key: a, label: 甲, validate: yes}", "form.validate"),
        ("{type: textfield, key: a, label: 甲, validate: {required: 1}}", "form.truth"),
        ("{type: textfield, key: a, label: 甲, validate: {maxLength: -1}}", "form.whole_number"),
        ("{type: textfield, key: a, label: 甲, validate: {minLength: 3, maxLength: 2}}", "form.range"),
        ("{type: textfield, key: a, label: 甲, validate: {pattern: '['}}", "form.pattern"),
        ("{type: textfield, key: a, label: 甲, validate: {pattern: '(a+)+b'}}", "form.endless_pattern"),
        ("{type: textfield, key: a, label: 甲, validate: {pattern: '(?>(a+)+b)'}}", "form.endless_pattern"),
        ("{type: textfield, key: a, label: 甲, validate: {validationType: url}}", "form.choice"),
        ("{type: number, key: a, label: 甲, validate: {min: x}}", "form.number"),
        ("{type: number, key: a, label: 甲, decimalDigits: 1.5}", "form.whole_number"),
        ("{type: radio, key: a, label: 甲}", "form.options_missing"),
        ("{type: radio, key: a, label: 甲, values: [{value: x, label: X}], valuesKey: y}", "form.options_missing"),
        ("{type: radio, key: a, label: 甲, values: []}", "form.options"),
        ("{type: radio, key: a, label: 甲, values: [{value: x}]}", "form.option"),
        ("{type: radio, key: a, label: 甲, values: [{value: x, label: X}, {value: x, label: Y}]}", "form.option_twice"),
        ("{type: photo, key: a, label: 甲, shot: selfie}", "form.choice"),
        ("{type: datetime, key: a, label: 甲, subtype: year}", "form.choice"),
        ("{type: textfield, key: a, label: 甲, conditional: {show: '=true'}}", "form.conditional"),
        ("{type: textfield, key: a, label: 甲, conditional: {hide: '=a +'}}", "form.feel"),
        ("{type: textfield, key: a, label: 甲, readonly: '=('}", "form.feel"),
        ("{type: textfield, key: a, label: 甲, defaultValue: '=1 +'}", "form.feel"),
        ("{type: textfield, key: a, label: 甲, readonly: 1}", "form.truth"),
        ("{type: unit, key: a, label: 甲, within: 'case.'}", "form.feel"),
        ("{type: unit, key: a, label: 甲, multiple: maybe}", "form.truth"),
        ("{type: expression, key: a, expression: '1 +'}", "form.feel"),
        ("{type: table, label: 甲}", "form.table"),
        ("{type: group, components: nothing}", "form.components"),
        ("{type: textfield, key: a, label: [甲]}", "form.missing"),
    ],
)
def test_faulty_components_are_told_at_their_line(component: str, code: str) -> None:
    found = faults(f"components:\n  - {{type: text, text: 一}}\n  - {component}\n")
    assert (code, 6) in found


def test_keys_are_unique_in_their_level() -> None:
    field = "{type: textfield, key: a, label: 甲}"
    rows = "{{type: dynamiclist, path: {}, label: 行, components: [{}]}}"
    twice = f"components:\n  - {field}\n  - {{type: group, components: [{field}]}}\n"
    assert [code for code, _ in faults(twice)] == ["form.key_twice"]
    assert not faults(f"components:\n  - {field}\n  - {rows.format('b', field)}\n  - {rows.format('c', field)}\n")
    inner = "{type: textfield, key: source, label: 源}"
    assert not faults(f"components:\n  - {rows.format('b', inner)}\n"), "reserved names bind the form alone"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("components: {}\n", "form.components"),
        ("", "form.components"),
        ("components: []\ncolour: red\n", "form.key_unknown"),
        ("components: [\n", "yaml.syntax"),
        ("components: []\ntitle: again\n", "yaml.duplicate_key"),
        ("components: &a []\nlayout: *a\n", "yaml.anchor"),
    ],
)
def test_faulty_files(body: str, code: str) -> None:
    assert code in [found for found, _ in faults(body)]


def test_names_of_the_file_and_the_form_agree() -> None:
    assert ("form.id_differs", 1) in faults("components: []\n", head="id: g\ntitle: t\nowner: o\n")


def test_other_encodings_and_sizes_are_refused() -> None:
    assert parse("id: 表".encode("gbk"), slug="f")[1][0].code == "yaml.encoding"
    assert parse(b"a" * (plain_yaml.MAX_BYTES + 1), slug="f")[1][0].code == "yaml.too_large"
    deep = "a: " + "[" * 60 + "]" * 60
    assert "yaml.too_deep" in [one.code for one in parse(deep.encode(), slug="f")[1]]
    assert parse(("components: " + "[" * 100_000).encode(), slug="f")[1][0].code.startswith("yaml.")


def test_scalars_mean_what_is_written() -> None:
    text = "a: no\nb: on\nc: 010\nd: 2026-03-02\ne: true\nf: 12\ng: '12'\nh: 1.5\ni: ~\n"
    text += "j: 12345678901234567890123\nk: 1_000\n"
    assert plain_yaml.load(text.encode(), file="x").data == {
        **{"a": "no", "b": "on", "c": "010", "d": "2026-03-02", "e": True, "f": 12, "g": "12", "h": 1.5, "i": None},
        **{"j": "12345678901234567890123", "k": "1_000"},
    }
