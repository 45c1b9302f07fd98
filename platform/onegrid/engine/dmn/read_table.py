"""Decision tables from XML, with the shape checked: cells per rule, names of outputs, what the hit policy needs."""

from dataclasses import replace

from lxml import etree

from onegrid.engine.dmn import model
from onegrid.engine.dmn.model import HitPolicy
from onegrid.engine.dmn.reading import Reading
from onegrid.engine.dmn.xml import child, children, line_of, nearest_id, text_of

_AGGREGATIONS = frozenset({"SUM", "MIN", "MAX", "COUNT"})


def read_table(
    element: etree._Element, reading: Reading, place: tuple[str | None, int | None, str | None]
) -> model.Table:
    """The table; what is wrong with it goes to the reading's problems."""
    inputs = tuple(_input(clause) for clause in children(element, "input"))
    outputs = tuple(_output(clause) for clause in children(element, "output"))
    rules = tuple(_rule(rule, row, place[0]) for row, rule in enumerate(children(element, "rule"), start=1))
    policy = _policy(element, reading)
    table = model.Table(*place, policy, _aggregation(element, reading), inputs, outputs, rules)
    _check_policy(element, table, reading)
    _check_shape(element, table, reading)
    wanted = (len(inputs), len(outputs))
    return replace(table, rules=tuple(r for r in rules if (len(r.tests), len(r.outputs)) == wanted))


def _cell(element: etree._Element | None) -> model.Cell | None:
    if element is None:
        return None
    text = text_of(element)
    return model.Cell(nearest_id(element), line_of(element), text) if text else None


def _input(clause: etree._Element) -> model.InputClause:
    expression = child(clause, "inputExpression")
    type_ref = None if expression is None else expression.get("typeRef") or text_of(expression, "typeRef")
    return model.InputClause(
        nearest_id(clause if expression is None or not expression.get("id") else expression),
        line_of(clause),
        clause.get("label", ""),
        text_of(expression) or "",
        type_ref,
        _cell(child(clause, "inputValues")),
    )


def _output(clause: etree._Element) -> model.OutputClause:
    return model.OutputClause(
        nearest_id(clause),
        line_of(clause),
        clause.get("name") or "",
        clause.get("typeRef") or text_of(clause, "typeRef"),
        _cell(child(clause, "outputValues")),
        _cell(child(clause, "defaultOutputEntry")),
        clause.get("label") or "",
    )


def _rule(rule: etree._Element, row: int, table: str | None) -> model.Rule:
    identity = rule.get("id") or f"{table or 'table'}-rule-{row}"
    tests = tuple(
        model.Cell(nearest_id(entry), line_of(entry), text_of(entry) or "-") for entry in children(rule, "inputEntry")
    )
    outputs = tuple(
        model.Cell(nearest_id(entry), line_of(entry), text_of(entry) or "") for entry in children(rule, "outputEntry")
    )
    notes = tuple(text_of(note, "text") or "" for note in children(rule, "annotationEntry"))
    return model.Rule(identity, line_of(rule), tests, outputs, text_of(rule, "description") or "", notes)


def _policy(element: etree._Element, reading: Reading) -> HitPolicy:
    written = element.get("hitPolicy", "UNIQUE")
    try:
        return HitPolicy(written)
    except ValueError:
        reading.refuse(
            element,
            "dmn.hit-policy",
            f"there is no hit policy '{written}'",
            f"不存在命中策略“{written}”",
            "Choose UNIQUE, ANY, PRIORITY, FIRST, RULE ORDER, OUTPUT ORDER or COLLECT.",
            "请选择 UNIQUE、ANY、PRIORITY、FIRST、RULE ORDER、OUTPUT ORDER 或 COLLECT。",
        )
        return HitPolicy.UNIQUE


def _aggregation(element: etree._Element, reading: Reading) -> str | None:
    written = element.get("aggregation")
    if written is None or written in _AGGREGATIONS:
        return written
    reading.refuse(
        element,
        "dmn.aggregation",
        f"there is no aggregation '{written}'",
        f"不存在聚合方式“{written}”",
        "Choose SUM, MIN, MAX or COUNT, or none.",
        "请选择 SUM、MIN、MAX、COUNT 或不聚合。",
    )
    return None


def _check_policy(element: etree._Element, table: model.Table, reading: Reading) -> None:
    if table.aggregation in ("SUM", "MIN", "MAX") and len(table.outputs) > 1:
        reading.refuse(
            element,
            "dmn.aggregation-columns",
            "a table with several outputs cannot be added up or compared",
            "有多个输出列的决策表不能求和或取最值",
            "Keep one output column, or collect without aggregation.",
            "请只保留一个输出列，或改为不聚合。",
        )
    ranked = table.policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)
    if ranked and not any(output.values for output in table.outputs):
        reading.refuse(
            element,
            "dmn.no-priority",
            f"the hit policy {table.policy} needs output values in order of priority",
            f"命中策略 {table.policy} 需要按优先级排列的输出值",
            "List the output values of a column, the most important first.",
            "请为输出列按优先级列出输出值，最重要的在前。",
        )


def _check_shape(element: etree._Element, table: model.Table, reading: Reading) -> None:
    if not table.outputs:
        reading.refuse(
            element,
            "dmn.no-output",
            "the table has no output",
            "决策表没有输出列",
            "Add an output column.",
            "请增加输出列。",
        )
    names = [output.name for output in table.outputs]
    if len(names) > 1 and (not all(names) or len(set(names)) != len(names)):
        reading.refuse(
            element,
            "dmn.output-names",
            "each of several output columns needs a name of its own",
            "多个输出列必须各有不同的名称",
            "Name every output column.",
            "请为每个输出列命名。",
        )
    wanted = (len(table.inputs), len(table.outputs))
    for rule, source in zip(table.rules, children(element, "rule"), strict=True):
        if (len(rule.tests), len(rule.outputs)) != wanted:
            reading.refuse(
                source,
                "dmn.rule-width",
                f"the rule has {len(rule.tests)} + {len(rule.outputs)} cells for {wanted[0]} + {wanted[1]} columns",
                f"该规则有 {len(rule.tests)} + {len(rule.outputs)} 个单元格，而表有 {wanted[0]} + {wanted[1]} 列",
                "Give the rule one cell for each column.",
                "请使每列恰有一个单元格。",
            )
    _check_ids(element, table, reading)


def _check_ids(element: etree._Element, table: model.Table, reading: Reading) -> None:
    seen: set[str] = set()
    for rule, source in zip(table.rules, children(element, "rule"), strict=True):
        if rule.id in seen:
            reading.refuse(
                source,
                "dmn.double-rule",
                f"two rules have the id '{rule.id}'",
                f"两条规则使用了相同的标识“{rule.id}”",
                "Give each rule an id of its own.",
                "请为每条规则设置不同的标识。",
            )
        seen.add(rule.id)
