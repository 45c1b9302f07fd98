"""Boxed expressions from XML."""

from collections.abc import Callable

from lxml import etree

from onegrid.engine.dmn import model
from onegrid.engine.dmn.read_table import read_table
from onegrid.engine.dmn.reading import Reading
from onegrid.engine.dmn.xml import child, children, line_of, local, nearest_id, text_of

_FEEL = frozenset(
    {
        "feel",
        "http://www.omg.org/spec/FEEL/20140401",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
    }
)
Place = tuple[str | None, int | None, str | None]


def place(element: etree._Element) -> Place:
    """Id, line and type, with which every box begins."""
    return nearest_id(element), line_of(element), type_ref(element)


def type_ref(element: etree._Element | None) -> str | None:
    """The type named on the element, as attribute or, in old files, as child."""
    if element is None:
        return None
    return element.get("typeRef") or text_of(element, "typeRef") or None


def first_box(element: etree._Element, reading: Reading) -> model.Box | None:
    """The first boxed expression among the children."""
    for inner in children(element):
        if local(inner) in _READERS:
            return _READERS[local(inner)](inner, reading)
    return None


def needed_box(element: etree._Element | None, reading: Reading, around: etree._Element) -> model.Box:
    """As `first_box`; what is missing is a problem, and null in its place."""
    found = None if element is None else first_box(element, reading)
    if found is not None:
        return found
    reading.refuse(
        around,
        "dmn.empty",
        f"an expression is missing in <{local(around)}>",
        f"<{local(around)}> 中缺少表达式",
        "Write the expression.",
        "请填写表达式。",
    )
    return model.Literal(nearest_id(around), line_of(around), None, "null")


def is_feel(element: etree._Element, reading: Reading) -> bool:
    """Whether the element's language is FEEL; another one is a problem."""
    language = element.get("expressionLanguage") or reading.language
    if language is None or language.lower() in _FEEL or language.endswith("/FEEL/"):
        return True
    reading.refuse(
        element,
        "dmn.language",
        f"expressions in '{language}' are not evaluated",
        f"不支持表达式语言“{language}”",
        "Write the expression in FEEL.",
        "请改用 FEEL 表达式。",
    )
    return False


def _literal(element: etree._Element, reading: Reading) -> model.Box:
    text = text_of(element) or ""
    if child(element, "importedValues") is not None:
        reading.refuse(
            element,
            "dmn.imported-values",
            "values imported from other files are not read",
            "不支持从其他文件导入的值",
            "Write the values into the expression.",
            "请将这些值直接写入表达式。",
        )
    if not is_feel(element, reading):
        text = "null"
    return model.Literal(*place(element), text)


def _context(element: etree._Element, reading: Reading) -> model.Box:
    entries = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        name = None if variable is None else variable.get("name")
        entries.append(model.Entry(name, type_ref(variable), needed_box(entry, reading, entry)))
    return model.ContextBox(*place(element), tuple(entries))


def read_function(element: etree._Element, reading: Reading) -> model.FunctionBox:
    """A function definition; Java and PMML bodies are problems."""
    kind = element.get("kind", "FEEL")
    if kind.upper() not in ("FEEL", "F"):
        reading.refuse(
            element,
            "dmn.external-function",
            f"functions of kind {kind} are not run",
            f"不执行 {kind} 类型的函数",
            "Write the function in FEEL, or call a connector from the process.",
            "请用 FEEL 编写该函数，或在流程中调用连接器。",
        )
    parameters = tuple(
        model.Parameter(parameter.get("name", ""), type_ref(parameter))
        for parameter in children(element, "formalParameter")
    )
    return model.FunctionBox(*place(element), parameters, needed_box(element, reading, element))


def _invocation(element: etree._Element, reading: Reading) -> model.Box:
    bindings = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        name = "" if parameter is None else parameter.get("name", "")
        bindings.append((name, needed_box(binding, reading, binding)))
    return model.Invocation(*place(element), needed_box(element, reading, element), tuple(bindings))


def _list(element: etree._Element, reading: Reading) -> model.Box:
    items = tuple(_READERS[local(c)](c, reading) for c in children(element) if local(c) in _READERS)
    return model.ListBox(*place(element), items)


def _relation(element: etree._Element, reading: Reading) -> model.Box:
    columns = tuple(column.get("name", "") for column in children(element, "column"))
    rows = tuple(
        tuple(_READERS[local(c)](c, reading) for c in children(row) if local(c) in _READERS)
        for row in children(element, "row")
    )
    for row, source in zip(rows, children(element, "row"), strict=True):
        if len(row) != len(columns):
            reading.refuse(
                source,
                "dmn.row-width",
                f"the row has {len(row)} cells for {len(columns)} columns",
                f"该行有 {len(row)} 个单元格，而列数为 {len(columns)}",
                "Give the row one cell for each column.",
                "请使每列恰有一个单元格。",
            )
    return model.Relation(*place(element), columns, rows)


def _conditional(element: etree._Element, reading: Reading) -> model.Box:
    parts = [needed_box(child(element, name), reading, element) for name in ("if", "then", "else")]
    return model.Conditional(*place(element), *parts)


def _filter(element: etree._Element, reading: Reading) -> model.Box:
    source, match = (needed_box(child(element, name), reading, element) for name in ("in", "match"))
    return model.FilterBox(*place(element), source, match)


def _iteration(element: etree._Element, reading: Reading) -> model.Box:
    kind = local(element)
    source = needed_box(child(element, "in"), reading, element)
    body = needed_box(child(element, "return" if kind == "for" else "satisfies"), reading, element)
    return model.Iteration(*place(element), kind, element.get("iteratorVariable", ""), source, body)


def _table(element: etree._Element, reading: Reading) -> model.Box:
    return read_table(element, reading, place(element))


_READERS: dict[str, Callable[[etree._Element, Reading], model.Box]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "functionDefinition": read_function,
    "invocation": _invocation,
    "list": _list,
    "relation": _relation,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
}
