"""What is read, what is refused, and that a refusal names its element."""

import pytest

from onegrid.engine.dmn import compile_model, read_dmn
from onegrid.engine.problems import ModelError
from onegrid.feel import Evaluation
from tests.engine.dmn.conftest import decision_xml, definitions, literal_xml, needs_xml, table_xml


def refused(data: bytes) -> list[tuple[str, str | None]]:
    with pytest.raises(ModelError) as error:
        compile_model(read_dmn(data, file="x.dmn"))
    for problem in error.value.problems:
        assert problem.message_en
        assert problem.message_zh
        assert problem.mend_en
        assert problem.mend_zh
    return [(problem.code, problem.element) for problem in error.value.problems]


@pytest.mark.parametrize(
    "xmlns",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version_is_read(xmlns):
    decisions = compile_model(read_dmn(definitions(decision_xml("d", literal_xml("1 + 1")), xmlns=xmlns)))
    assert decisions.evaluate("d", {}, Evaluation()).value == 2


def test_a_file_in_gb18030_is_read_by_its_declaration():
    text = definitions(decision_xml("d", literal_xml('"网格"'))).decode().replace("UTF-8", "GB18030")
    decisions = compile_model(read_dmn(text.encode("gb18030")))
    assert decisions.evaluate("d", {}, Evaluation()).value == "网格"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "dmn.not-xml"),
        (b"<definitions>", "dmn.not-xml"),
        (b"<definitions/>", "dmn.not-dmn"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "dmn.not-dmn"),
        (definitions("", head="<!DOCTYPE definitions>"), "dmn.doctype"),
        (definitions("", head='<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "dmn.doctype"),
        (
            definitions("", head="<!DOCTYPE d []>").decode().replace("UTF-8", "UTF-16").encode("utf-16"),
            "dmn.doctype",
        ),
        (b" " * 10_000_001, "dmn.too-large"),
    ],
)
def test_what_is_unsafe_or_no_dmn_is_refused(data, code):
    assert refused(data)[0][0] == code


def test_an_expression_that_does_not_parse_is_named_with_its_cell_and_line():
    xml = decision_xml("d", table_xml(["n", "m +"], ["x"], [("< ", "-", "1"), ("1", "-", "1 +")]))
    with pytest.raises(ModelError) as error:
        compile_model(read_dmn(definitions("\n\n" + xml), file="x.dmn"))
    found = {problem.element: problem for problem in error.value.problems}
    assert set(found) == {"in_m +", "r1c1", "r2c3"}
    assert {(p.code, p.line, p.file) for p in found.values()} == {("dmn.expression", 4, "x.dmn")}


TABLE = ["n"], ["x"], [("-", "1")]


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (table_xml(*TABLE, 'hitPolicy="BEST"'), ("dmn.hit-policy", "t")),
        (table_xml(*TABLE, 'hitPolicy="COLLECT" aggregation="MEAN"'), ("dmn.aggregation", "t")),
        (table_xml(["n"], ["x", "y"], [("-", "1", "2")], 'hitPolicy="COLLECT" aggregation="SUM"'),
         ("dmn.aggregation-columns", "t")),
        (table_xml(*TABLE, 'hitPolicy="PRIORITY"'), ("dmn.no-priority", "t")),
        (table_xml(["n"], [], [("-",)]), ("dmn.no-output", "t")),
        (table_xml(["n"], ["x", "x"], [("-", "1", "2")]), ("dmn.output-names", "t")),
        (table_xml(["n"], ["x"], [("-", "1", "2")]), ("dmn.rule-width", "r1")),
        (table_xml(["n"], ["x"], [("-", "1"), ("-", "2")]).replace('"r2"', '"r1"'), ("dmn.double-rule", "r1")),
        ('<literalExpression id="l" expressionLanguage="groovy"><text>1</text></literalExpression>',
         ("dmn.language", "l")),
        ('<literalExpression id="l"><importedValues/></literalExpression>', ("dmn.imported-values", "l")),
        ('<functionDefinition id="f" kind="Java"><context/></functionDefinition>', ("dmn.external-function", "f")),
        ('<conditional id="c"><if><literalExpression><text>true</text></literalExpression></if></conditional>',
         ("dmn.empty", "c")),
        ('<relation id="r"><column name="a"/><row id="row"/></relation>', ("dmn.row-width", "row")),
    ],
)  # fmt: skip
def test_what_cannot_be_evaluated_is_refused_at_its_element(xml, expected):
    assert expected in refused(definitions(decision_xml("d", xml)))


def test_requirements_must_exist_and_not_go_in_circles():
    missing = decision_xml("d", literal_xml("1"), needs_xml(decisions="ghost"))
    assert ("dmn.requirement", "d") in refused(definitions(missing))
    circle = decision_xml("a", literal_xml("b"), needs_xml(decisions="b")) + decision_xml(
        "b", literal_xml("a"), needs_xml(decisions="a")
    )
    assert any(code == "dmn.cycle" for code, _ in refused(definitions(circle)))


def test_a_missing_import_and_a_double_id_are_named():
    assert ("dmn.import", "defs") in refused(definitions('<import name="l" namespace="urn:l"/>'))
    double = decision_xml("d", literal_xml("1")) * 2
    assert any(code == "dmn.double-id" for code, _ in refused(definitions(double)))


def test_boxes_may_be_nested_and_beyond_all_measure_are_refused():
    def nested(levels):
        return definitions(decision_xml("d", "<list>" * levels + literal_xml("1") + "</list>" * levels))

    value = compile_model(read_dmn(nested(60))).evaluate("d", {}, Evaluation()).value
    for _ in range(60):
        (value,) = value
    assert value == 1
    assert refused(nested(400))[0][0] in ("dmn.too-deep", "dmn.not-xml")


def test_an_unknown_type_is_a_warning():
    decisions = compile_model(read_dmn(definitions(decision_xml("d", literal_xml("1"), type_ref="ghost"))))
    assert [(p.code, p.severity.value, p.element) for p in decisions.problems] == [("dmn.unknown-type", "warning", "d")]
    assert decisions.evaluate("d", {}, Evaluation()).value == 1


def test_partial_compiling_keeps_what_works_and_says_what_does_not():
    xml = decision_xml("good", literal_xml("1")) + decision_xml("bad", literal_xml("1 +"))
    decisions = compile_model(read_dmn(definitions(xml)), partial=True)
    assert decisions.evaluate("good", {}, Evaluation()).value == 1
    assert decisions.evaluate("bad", {}, Evaluation()).value is None
    assert [problem.code for problem in decisions.problems] == ["dmn.expression"]
