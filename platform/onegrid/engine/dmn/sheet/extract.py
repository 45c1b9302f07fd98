"""From the XML of a table to what its sheet shows, cell by cell as written in the file."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine.dmn.sheet.layout import ANNOTATION, DESCRIPTION, INPUT, OUTPUT, SheetColumn, SheetRule, SheetTable
from onegrid.engine.dmn.xml import child, children, local, text_of


def tables_of(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Every decision table of the file, at whatever depth, with the name of the element that holds it."""
    for node in children(root, "decision", "businessKnowledgeModel"):
        for element in node.iter():
            if isinstance(element.tag, str) and local(element) == "decisionTable":
                yield node.get("name") or node.get("id") or "", element


def identity_of(root: etree._Element, table: etree._Element) -> str:
    """The table's id, or its place among those of the file where it has none."""
    place = next(at for at, (_, one) in enumerate(tables_of(root), start=1) if one is table)
    return table.get("id") or f"#{place}"


def shown(root: etree._Element, title: str, table: etree._Element) -> SheetTable:
    """The table as a sheet."""
    found = SheetTable(
        title,
        identity_of(root, table),
        table.get("hitPolicy", "UNIQUE"),
        table.get("aggregation", ""),
        [*map(_input, children(table, "input")), *map(_output, children(table, "output"))],
    )
    rules = list(children(table, "rule"))
    notes = [clause.get("name", "") for clause in children(table, "annotation")]
    notes += [""] * (max((len(list(children(rule, "annotationEntry"))) for rule in rules), default=0) - len(notes))
    found.columns += [SheetColumn(ANNOTATION, expression=name) for name in notes]
    found.columns.append(SheetColumn(DESCRIPTION))
    for rule in rules:
        cells = [text_of(entry) or "" for entry in children(rule, "inputEntry", "outputEntry")]
        told = [text_of(entry) or "" for entry in children(rule, "annotationEntry")]
        cells += told + [""] * (len(notes) - len(told))
        found.rules.append(SheetRule(rule.get("id", ""), [*cells, text_of(rule, "description") or ""]))
    return found


def _input(clause: etree._Element) -> SheetColumn:
    expression = child(clause, "inputExpression")
    return SheetColumn(
        INPUT,
        clause.get("label", ""),
        text_of(expression) or "",
        "" if expression is None else expression.get("typeRef", ""),
        text_of(child(clause, "inputValues")) or "",
        identity=clause.get("id", ""),
    )


def _output(clause: etree._Element) -> SheetColumn:
    return SheetColumn(
        OUTPUT,
        clause.get("label", ""),
        clause.get("name", ""),
        clause.get("typeRef", ""),
        text_of(child(clause, "outputValues")) or "",
        text_of(child(clause, "defaultOutputEntry")) or "",
        clause.get("id", ""),
    )
