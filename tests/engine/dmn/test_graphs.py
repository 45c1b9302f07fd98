"""Decisions that need decisions, knowledge models, services, imports, boxed expressions, types."""

import datetime as dt

import pytest

from onegrid.engine.dmn import compile_model, read_dmn
from onegrid.engine.problems import EngineError
from onegrid.feel import Evaluation
from tests.engine.dmn.conftest import compiled, decision_xml, definitions, literal_xml, needs_xml, table_xml


def ask(decisions, name, **inputs):
    return decisions.evaluate(name, inputs, Evaluation(now=dt.datetime(2026, 3, 2, tzinfo=dt.UTC)))


def test_required_decisions_are_asked_first_and_once():
    table = table_xml(["n"], ["x"], [("> 5", '"big"'), ("-", '"small"')], 'hitPolicy="FIRST"')
    decisions = compiled(
        '<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>'
        + decision_xml("size", table, needs_xml(inputs="n"))
        + decision_xml("left", literal_xml('size + "-left"'), needs_xml(decisions="size"))
        + decision_xml("right", literal_xml('size + "-right"'), needs_xml(decisions="size"))
        + decision_xml("both", literal_xml("[left, right]"), needs_xml(decisions="left right"))
    )
    result = ask(decisions, "both", n=7)
    assert result.value == ["big-left", "big-right"]
    assert result.rules == ("r1",)
    assert [(hit.table, hit.rules) for hit in result.tables] == [("t", ("r1",))]


def test_a_lone_table_reads_whatever_the_caller_gives():
    table = table_xml(["case.urgency", "days"], ["x"], [('"urgent"', "< 3", "1"), ("-", "-", "2")], 'hitPolicy="FIRST"')
    decisions = compiled(decision_xml("d", table))
    assert ask(decisions, "d", case={"urgency": "urgent"}, days=2).value == 1
    assert ask(decisions, "d", case={}, days=2).value == 2


def test_a_drawn_input_that_is_not_required_is_a_warning_and_hidden_from_the_strict():
    body = (
        '<inputData id="n" name="n"><variable name="n"/></inputData>'
        '<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic>'
        + literal_xml("n")
        + "</encapsulatedLogic></businessKnowledgeModel>"
        + decision_xml("d", literal_xml("[n, free]"))
        + decision_xml("e", literal_xml("[n, f()]"), needs_xml(inputs="n", knowledge="f"))
        + decision_xml("g", literal_xml("for n in [1, 2] return n"))
    )
    source = read_dmn(definitions(body))
    lenient, strict = compile_model(source), compile_model(source, strict=True)
    told = [(one.code, one.element, one.severity) for one in lenient.problems]
    assert told == [("dmn.not-required", "f", "warning"), ("dmn.not-required", "d", "warning")]
    assert (ask(lenient, "d", n=1, free=2).value, ask(lenient, "e", n=1).value) == ([1, 2], [1, 1])
    assert (ask(strict, "d", n=1, free=2).value, ask(strict, "e", n=1).value) == ([None, 2], [1, None])
    assert ask(strict, "g", n=7).value == [1, 2]


def test_unknown_functions_are_found_and_stop_nothing_that_was_published():
    body = decision_xml("d", literal_xml("uuid() + (function(x) x)(1) + {f: function() 1, r: f()}.r"))
    decisions = compiled(body)
    assert decisions.problems == ()
    assert [(one.code, one.element) for one in decisions.findings] == [("dmn.unknown-function", "d")]
    assert "'uuid'" in decisions.findings[0].message_en


def test_a_model_says_what_it_takes_from_the_caller():
    table = table_xml(["case.urgency", "days"], ["x"], [("base", "< limit", "some k in ks satisfies k = 1")])
    decisions = compiled(
        '<inputData id="n" name="n"><variable name="n"/></inputData>'
        + decision_xml("base", literal_xml("other + 1"), needs_xml(inputs="n"))
        + decision_xml("d", table, needs_xml(decisions="base"))
        + decision_xml("alone", literal_xml("nothing"))
    )
    assert decisions.inputs_of("d") == {"case", "days", "limit", "ks", "other", "n"}


def test_knowledge_models_are_functions_and_may_call_themselves():
    factorial = (
        '<businessKnowledgeModel id="fact" name="fact"><variable name="fact"/><encapsulatedLogic>'
        '<formalParameter name="n" typeRef="number"/>'
        + literal_xml("if n < 2 then 1 else n * fact(n - 1)")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    decisions = compiled(factorial + decision_xml("d", literal_xml("fact(5)"), needs_xml(knowledge="fact")))
    assert ask(decisions, "d").value == 120


def test_a_service_gives_its_inputs_instead_of_working_them_out():
    body = (
        '<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>'
        + decision_xml("base", literal_xml("n * 100"), needs_xml(inputs="n"))
        + decision_xml("price", literal_xml("base + n"), needs_xml(decisions="base", inputs="n"))
        + '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#price"/>'
        '<inputDecision href="#base"/><inputData href="#n"/></decisionService>'
        + decision_xml("outer", literal_xml("s(1, 2) + s(n: 5, base: 10)"), needs_xml(knowledge="s"))
    )
    decisions = compiled(body)
    assert ask(decisions, "outer").value == 18
    assert ask(decisions, "s", base=7, n=1).value == 8
    assert ask(decisions, "price", n=2).value == 202


BOXES = {
    '<context><contextEntry><variable name="a"/>{one}</contextEntry>'
    '<contextEntry><variable name="b"/>{a_plus}</contextEntry></context>': {"a": 1, "b": 2},
    '<context><contextEntry><variable name="a"/>{one}</contextEntry><contextEntry>{a_plus}</contextEntry></context>': 2,
    "<list>{one}{two}</list>": [1, 2],
    '<relation><column name="x"/><column name="y"/><row>{one}{two}</row><row>{two}{one}</row></relation>': [
        {"x": 1, "y": 2},
        {"x": 2, "y": 1},
    ],
    "<conditional><if>{yes}</if><then>{one}</then><else>{two}</else></conditional>": 1,
    "<filter><in>{many}</in><match>{over}</match></filter>": [2, 3],
    '<for iteratorVariable="x"><in>{many}</in><return>{twice}</return></for>': [2, 4, 6],
    '<some iteratorVariable="x"><in>{many}</in><satisfies>{x_over}</satisfies></some>': True,
    '<every iteratorVariable="x"><in>{many}</in><satisfies>{x_over}</satisfies></every>': False,
    '<invocation>{function}<binding><parameter name="v"/>{two}</binding></invocation>': 20,
}
TEXTS = {
    "one": "1", "two": "2", "a_plus": "a + 1", "yes": "2 > 1", "many": "[1, 2, 3]", "over": "item > 1",
    "twice": "x * 2", "x_over": "x > 2", "function": "function(v) v * 10",
}  # fmt: skip


@pytest.mark.parametrize(("box", "value"), BOXES.items(), ids=[box[1:12] for box in BOXES])
def test_boxed_expressions(box, value):
    body = box.format(**{name: literal_xml(text) for name, text in TEXTS.items()})
    assert ask(compiled(decision_xml("d", body)), "d").value == value


ITEMS = (
    '<itemDefinition id="i1" name="level"><typeRef>string</typeRef>'
    "<allowedValues><text>&quot;city&quot;, &quot;county&quot;</text></allowedValues></itemDefinition>"
    '<itemDefinition id="i2" name="levels" isCollection="true"><typeRef>level</typeRef></itemDefinition>'
    '<itemDefinition id="i3" name="place"><itemComponent name="at-level"><typeRef>level</typeRef></itemComponent>'
    '<itemComponent name="number"><typeRef>number</typeRef></itemComponent></itemDefinition>'
)


@pytest.mark.parametrize(
    ("type_ref", "text", "value"),
    [
        ("level", '"city"', "city"),
        ("level", '"moon"', None),
        ("levels", '["city", "county"]', ["city", "county"]),
        ("levels", '"city"', ["city"]),
        ("levels", '["city", "moon"]', None),
        ("number", "[5]", 5),
        ("number", '"5"', None),
        ("place", '{"at-level": "city", number: 1}', {"at-level": "city", "number": 1}),
        ("place", '{"at-level": "moon", number: 1}', None),
        ("feel:string", '"x"', "x"),
        ("date and time", '@"2024-01-01"', dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
    ],
)
def test_results_are_fitted_to_their_type(type_ref, text, value):
    decisions = compiled(ITEMS + decision_xml("d", literal_xml(text), type_ref=type_ref))
    result = ask(decisions, "d")
    assert result.value == value
    assert (value is not None) or result.reasons[-1].code == "feel.type"


def test_components_with_operators_in_their_names_are_read_by_path():
    data = '<inputData id="p" name="p"><variable name="p" typeRef="place"/></inputData>'
    decisions = compiled(ITEMS + data + decision_xml("d", literal_xml("p.at-level"), needs_xml(inputs="p")))
    assert ask(decisions, "d", p={"at-level": "city", "number": 1}).value == "city"


def test_imported_models_are_reached_by_the_name_of_the_import():
    library = read_dmn(
        definitions(
            ITEMS + '<businessKnowledgeModel id="twice" name="twice"><variable name="twice"/><encapsulatedLogic>'
            '<formalParameter name="n" typeRef="number"/>' + literal_xml("n * 2") + "</encapsulatedLogic>"
            "</businessKnowledgeModel>" + decision_xml("seven", literal_xml("7")),
            namespace="urn:library",
        )
    )
    own = read_dmn(
        definitions(
            '<import name="lib" namespace="urn:library" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
            + decision_xml(
                "d",
                literal_xml("lib.twice(lib.seven)"),
                needs_xml()
                + '<informationRequirement><requiredDecision href="urn:library#seven"/></informationRequirement>'
                '<knowledgeRequirement><requiredKnowledge href="urn:library#twice"/></knowledgeRequirement>',
            )
            + decision_xml("typed", literal_xml('"moon"'), type_ref="lib.level")
        )
    )
    decisions = compile_model(own, [library])
    assert ask(decisions, "d").value == 14
    assert ask(decisions, "typed").value is None


def test_an_unknown_decision_is_an_error_of_the_caller():
    with pytest.raises(EngineError) as error:
        ask(compiled(decision_xml("d", literal_xml("1"))), "nobody")
    assert error.value.code == "dmn.no-decision"


def test_too_long_a_chain_of_decisions_is_a_fault():
    chain = decision_xml("d0", literal_xml("1")) + "".join(
        decision_xml(f"d{n}", literal_xml(f"d{n - 1} + 1"), needs_xml(decisions=f"d{n - 1}")) for n in range(1, 400)
    )
    decisions = compiled(chain)
    assert ask(decisions, "d50").value == 51
    assert [fault.code for fault in ask(decisions, "d399").faults] == ["feel.depth"]


def test_a_spent_budget_is_a_fault_of_the_decision():
    decisions = compiled(decision_xml("d", literal_xml("for x in 1..1000000 return x")))
    result = decisions.evaluate("d", {}, Evaluation(steps=1000))
    assert (result.value, result.faults[0].code, result.faults[0].element) == (None, "feel.budget", "d")
