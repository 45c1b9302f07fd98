"""DMN files written small: a table from rows of texts, or any elements inside `definitions`."""

from collections.abc import Callable
from html import escape

import pytest

from onegrid.engine.dmn import Decisions, compile_model, read_dmn

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(body: str, *, namespace: str = "urn:test", xmlns: str = MODEL, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}'
        f'<definitions xmlns="{xmlns}" xmlns:ex="urn:example" id="defs" name="test" namespace="{namespace}"'
        f' xmlns:other="urn:other">{body}</definitions>'
    ).encode()


def table_xml(  # noqa: PLR0917 - a table is told by its parts
    inputs: list[str],
    outputs: list[str],
    rules: list[tuple[str, ...]],
    attributes: str = "",
    values: dict[str, str] | None = None,
    defaults: dict[str, str] | None = None,
) -> str:
    """Rules are rows of cells, inputs first; their ids are r1, r2 ... `values` are allowed ones by column."""
    values, defaults = values or {}, defaults or {}
    parts = [f'<decisionTable id="t" {attributes}>']
    for name in inputs:
        allowed = f"<inputValues><text>{escape(values[name])}</text></inputValues>" if name in values else ""
        parts.append(
            f'<input id="in_{name}"><inputExpression><text>{escape(name)}</text></inputExpression>{allowed}</input>'
        )
    for name in outputs:
        allowed = f"<outputValues><text>{escape(values[name])}</text></outputValues>" if name in values else ""
        default = (
            f"<defaultOutputEntry><text>{escape(defaults[name])}</text></defaultOutputEntry>"
            if name in defaults
            else ""
        )
        parts.append(f'<output id="out_{name}" name="{name}">{allowed}{default}</output>')
    for row, cells in enumerate(rules, start=1):
        parts.append(f'<rule id="r{row}">')
        for column, cell in enumerate(cells):
            kind = "inputEntry" if column < len(inputs) else "outputEntry"
            parts.append(f'<{kind} id="r{row}c{column + 1}"><text>{escape(cell)}</text></{kind}>')
        parts.append("</rule>")
    return "".join([*parts, "</decisionTable>"])


def decision_xml(name: str, box: str, requires: str = "", type_ref: str = "") -> str:
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<decision id="{name}" name="{name}"><variable name="{name}"{typed}/>{requires}{box}</decision>'


def literal_xml(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def needs_xml(*, decisions: str = "", inputs: str = "", knowledge: str = "") -> str:
    parts = [
        f'<informationRequirement><requiredDecision href="#{name}"/></informationRequirement>'
        for name in decisions.split()
    ]
    parts += [
        f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>' for name in inputs.split()
    ]
    parts += [
        f'<knowledgeRequirement><requiredKnowledge href="#{name}"/></knowledgeRequirement>'
        for name in knowledge.split()
    ]
    return "".join(parts)


def compiled(body: str) -> Decisions:
    return compile_model(read_dmn(definitions(body)))


@pytest.fixture
def table() -> Callable[..., Decisions]:
    """A model of one decision `d` that is a table."""

    def make(*arguments: object, **named: object) -> Decisions:
        return compiled(decision_xml("d", table_xml(*arguments, **named)))  # type: ignore[arg-type]

    return make
