"""From bytes to a safe tree: no document types, no entities, no network, limits on size, depth and number."""

import codecs
import re
from dataclasses import dataclass

from lxml import etree

from onegrid.engine import bpmn, limits
from onegrid.engine.findings import problem
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.xml_reasons import in_both_languages

MAX_BYTES = limits.FILE_BYTES
MAX_DEPTH = limits.XML_DEPTH
MAX_ELEMENTS = limits.XML_ELEMENTS

_OTHER_NAMESPACES = frozenset({"https://www.omg.org/spec/BPMN/20100524/MODEL", "http://schema.omg.org/spec/BPMN/2.0"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml\b.*?\?>", re.DOTALL)
# XML 1.0, rules 23 to 26, 32, 80 and 81.
_WHOLE_DECLARATION = re.compile(
    r"""\s*<\?xml\s+version\s*=\s*("|')1\.[0-9]\1(?:\s+encoding\s*=\s*("|')[A-Za-z][A-Za-z0-9._-]*\2)?"""
    r"""(?:\s+standalone\s*=\s*("|')(?:yes|no)\3)?\s*\?>"""
)
_MALFORMED = "Malformed declaration expecting version"
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_KNOWN = re.compile(
    r"utf[-_]?(8|16|32)([-_]?[lb]e)?|us[-_]?ascii|ascii|gb18030|gbk|gb2312|euc[-_](cn|jp|kr)|cp936|hz[-_]gb[-_]2312|"
    r"big5([-_]hkscs)?|shift[-_]jis|iso[-_]8859[-_]\d+|latin[-_]?1|windows[-_]\d+|cp125\d|koi8[-_][ru]"
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "euc-cn": "gb18030", "euc_cn": "gb18030", "cp936": "gb18030"}


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it came and its tree. The bytes are the designer's own and are never rewritten."""

    original: bytes
    encoding: str
    root: etree._Element


def read(data: bytes) -> Document:
    """The file's tree; raises ModelError with one problem where it can't be opened as a BPMN drawing."""
    if not data.strip():
        raise _refuse(problem("read.empty"))
    if len(data) > MAX_BYTES:
        raise _refuse(problem("read.too_large", size=len(data), limit=MAX_BYTES))
    encoding = _encoding_of(data)
    text = _decode(data, encoding)
    _refuse_doctype(text)
    root = _parse(text)
    _refuse_excess(root)
    _rename_namespace(root)
    if root.tag != bpmn.tag("definitions"):
        raise _refuse(problem("read.not_bpmn", line=bpmn.line_of(root), root=str(root.tag)))
    return Document(data, encoding, root)


def text_of(document: Document) -> str:
    """The designer's own text; byte order mark and space before the declaration, where none may stand, left out."""
    return _decode(document.original, document.encoding).removeprefix("\ufeff").lstrip()


def _rename_namespace(root: etree._Element) -> None:
    """Some tools write the namespace of BPMN 2.0 in other ways; the tree has the standard's (13.1)."""
    found = etree.QName(root)
    if found.localname == "definitions" and found.namespace in _OTHER_NAMESPACES:
        for element in root.iter(etree.Element):
            name = etree.QName(element)
            if name.namespace == found.namespace:
                element.tag = bpmn.tag(name.localname)


def _encoding_of(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    declared = _DECLARED.match(data[:400])
    encoding = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    # a declaration that can be read byte by byte is in no such encoding: the file was re-encoded, not its first line
    return "utf-8" if encoding.startswith(("utf-16", "utf16", "utf-32", "utf32", "utf_16", "utf_32")) else encoding


def _decode(data: bytes, encoding: str) -> str:
    if not _KNOWN.fullmatch(encoding) and encoding != "utf-8-sig":
        raise _refuse(problem("read.encoding", line=1, encoding=encoding))
    try:
        # GBK files of older tools use characters of the wider set; GB18030 reads every GB2312 and GBK file
        return data.decode(_WIDER.get(encoding, encoding))
    except (UnicodeDecodeError, LookupError) as fault:
        raise _refuse(problem("read.encoding", line=1, encoding=encoding)) from fault


def _refuse_doctype(text: str) -> None:
    at = 1 if text.startswith("\ufeff") else 0
    while (skipped := _PROLOG.match(text, at)) is not None:
        at = skipped.end()
    if text.startswith("<!DOCTYPE", at):
        raise _refuse(problem("read.doctype", line=text.count("\n", 0, at) + 1))


def _parse(text: str) -> etree._Element:
    text = text.removeprefix("\ufeff")
    declaration = _DECLARATION.match(text)
    if declaration and not _WHOLE_DECLARATION.fullmatch(declaration.group()):
        raise _refuse(problem("read.xml", line=1, reason=in_both_languages(_MALFORMED)))
    if declaration:  # decoded already; the line breaks stay, so that lines count as in the file
        breaks = "\n" * declaration.group().count("\n")
        text = (breaks or " ") + text[declaration.end() :]  # a second declaration may not come to stand at the start
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(text.encode("utf-8", "strict"), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as fault:
        reason = getattr(fault, "msg", None) or str(fault)
        line = getattr(fault, "lineno", None)
        if "Excessive depth" in str(reason):
            raise _refuse(problem("read.too_deep", line=line or 1, depth="> 256", limit=MAX_DEPTH)) from fault
        raise _refuse(problem("read.xml", line=line or 1, reason=in_both_languages(str(reason)))) from fault


def _refuse_excess(root: etree._Element) -> None:
    depth = deepest = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, count = depth + 1, count + 1
        deepest = max(depth, deepest)
    if deepest > MAX_DEPTH:
        raise _refuse(problem("read.too_deep", depth=deepest, limit=MAX_DEPTH))
    if count > MAX_ELEMENTS:
        raise _refuse(problem("read.too_many", count=count, limit=MAX_ELEMENTS))


def _refuse(found: Problem) -> ModelError:
    return ModelError((found,))
