"""Bytes to a tree without DTD, entities or network, and small questions asked of its elements."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from onegrid.engine import limits
from onegrid.engine.problems import ModelError, Problem, Severity

MAX_BYTES, MAX_ELEMENTS, MAX_NODES = limits.FILE_BYTES, limits.DECISION_ELEMENTS, limits.DECISIONS
_HEAD = 65_536
MODELS = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}


def problem(
    code: str,
    en: str,
    zh: str,
    mend_en: str,
    mend_zh: str,
    *,
    element: str | None = None,
    line: int | None = None,
    severity: Severity = Severity.ERROR,
) -> Problem:
    """A Problem of this area."""
    return Problem(code, severity, en, zh, mend_en, mend_zh, element, line)


def parse_definitions(data: bytes, *, keep_comments: bool = False) -> etree._Element:
    """The `definitions` element; raises ModelError for what is no DMN 1.1 to 1.5 or not safe to read."""
    if len(data) > MAX_BYTES:
        raise _refused(
            "dmn.too-large", "the file is larger than 8 MB", "文件超过 8 MB", "Split the model.", "请拆分模型。"
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _doctype()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=not keep_comments,
        remove_pis=not keep_comments,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno
        raise ModelError(
            (
                problem(
                    "dmn.not-xml",
                    f"the file is no well-formed XML (line {line})",
                    f"文件不是格式正确的 XML（第 {line} 行）",
                    "Export the table again from the tool that made it.",
                    "请从制作工具中重新导出。",
                    line=line,
                ),
            )
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype()
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in MODELS:
        raise _refused(
            "dmn.not-dmn",
            "the file holds no DMN definitions of version 1.1 to 1.5",
            "文件不是 1.1 至 1.5 版的 DMN 定义",
            "Export it as DMN 1.3 or later.",
            "请导出为 DMN 1.3 或更新版本。",
        )
    _refuse_excess(root)
    return root


def _refuse_excess(root: etree._Element) -> None:
    """Before anything is compiled: a table costs by its cells, a graph by the square of its decisions."""
    count = sum(1 for element in root.iter(etree.Element) if etree.QName(element).namespace in MODELS)
    nodes = sum(1 for _ in root.iterchildren(etree.Element))
    if count > MAX_ELEMENTS or nodes > MAX_NODES:
        raise _refused(
            "dmn.too-many",
            f"the file has {nodes:,} nodes and {count:,} elements; at most {MAX_NODES:,} and {MAX_ELEMENTS:,} are read",
            f"文件有 {nodes:,} 个节点、{count:,} 个元素，最多读取 {MAX_NODES:,} 个和 {MAX_ELEMENTS:,} 个",
            "Split the model, or the table into several that are asked one after another.",
            "请拆分模型，或把决策表拆成依次询问的几个表。",
        )


def namespace_of(data: bytes) -> str | None:
    """The namespace of a model, told from its first element alone; None for what is no DMN."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        parser.feed(data[:_HEAD])
        root: Any = next((element for _, element in parser.read_events()), None)
    except etree.XMLSyntaxError:
        return None
    if root is None or etree.QName(root).namespace not in MODELS:
        return None
    found = root.get("namespace")
    return str(found) if found else None


def _doctype() -> ModelError:
    return _refused(
        "dmn.doctype",
        "the file has a document type declaration",
        "文件含有 DOCTYPE 声明",
        "Remove the declaration; models need none.",
        "请删除该声明，模型不需要它。",
    )


def _refused(code: str, en: str, zh: str, mend_en: str, mend_zh: str) -> ModelError:
    return ModelError((problem(code, en, zh, mend_en, mend_zh),))


def too_deep() -> ModelError:
    """Boxes inside boxes beyond what can be read."""
    return _refused(
        "dmn.too-deep",
        "expressions are nested too deep",
        "表达式嵌套过深",
        "Give inner parts decisions of their own.",
        "请把内层部分拆成独立的决策。",
    )


def local(element: etree._Element) -> str:
    """The element's name without namespace."""
    return etree.QName(element).localname


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Child elements of DMN's own namespace, of those names or all."""
    home = etree.QName(element).namespace
    for child in element:
        name: object = child.tag
        if not isinstance(name, str):
            continue  # a comment
        tag = etree.QName(child)
        if tag.namespace == home and (not names or tag.localname in names):
            yield child


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name."""
    return next(children(element, name), None)


def text_of(element: etree._Element | None, name: str = "text") -> str | None:
    """The text inside the child of that name, outer white space cut."""
    found = None if element is None else child(element, name)
    if found is None:
        return None
    if len(found):
        return str(found.xpath("string()")).strip()  # comments inside are no text
    return (found.text or "").strip()


def line_of(element: etree._Element) -> int | None:
    """The line of the element in its file."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def nearest_id(element: etree._Element) -> str | None:
    """The id of the element, or of the closest one around it."""
    node: etree._Element | None = element
    while node is not None:
        found = node.get("id")
        if found:
            return str(found)
        node = node.getparent()
    return None
