"""What was changed in the sheets, put into the DMN file; every other element of it stays as it is."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from onegrid.engine.dmn.sheet.extract import identity_of, tables_of
from onegrid.engine.dmn.sheet.layout import ANNOTATION, DESCRIPTION, INPUT, OUTPUT, SheetColumn, SheetRule, SheetTable
from onegrid.engine.dmn.sheet.read import read_book, refused
from onegrid.engine.dmn.xml import child, children, parse_definitions, text_of

_ENTRY = {INPUT: "inputEntry", OUTPUT: "outputEntry"}
_CLAUSE = {INPUT: "input", OUTPUT: "output"}


def from_sheet(dmn: bytes, book: bytes) -> bytes:
    """The DMN file with the tables of the workbook. Raises ModelError; what the new cells mean is for the check."""
    root = parse_definitions(dmn, keep_comments=True)
    known = {identity_of(root, table): table for _, table in tables_of(root)}
    sheets = read_book(book)
    if not sheets:
        raise refused(
            "sheet.no-table", "the workbook has no sheet with a table", "工作簿中没有决策表",
            "Export the file's tables and change those sheets.", "请先导出决策表，再在其中修改。",
        )  # fmt: skip
    changed = False
    ids = {str(element.get("id")) for element in root.iter() if element.get("id")}
    for sheet in sheets:
        if sheet.table not in known:
            raise refused(
                "sheet.unknown-table", f"the file has no table '{sheet.table}' (sheet '{sheet.title}')",
                f"文件中没有决策表“{sheet.table}”（工作表“{sheet.title}”）",
                "Use the workbook with the file that it was exported from.", "请与导出该工作簿的文件一起使用。",
            )  # fmt: skip
        changed = _Merge(known[sheet.table], sheet, ids).merge() or changed
    if not changed:
        return dmn
    tree = root.getroottree()
    written: Any = etree.tostring(tree, xml_declaration=True, encoding=tree.docinfo.encoding or "UTF-8")
    return bytes(written)


class _Merge:
    """One table of the file and its sheet."""

    def __init__(self, table: etree._Element, sheet: SheetTable, ids: set[str]) -> None:
        self.table, self.sheet, self.ids, self.changed = table, sheet, ids, False

    def merge(self) -> bool:
        """Whether anything was changed."""
        self._attribute(self.table, "hitPolicy", self.sheet.policy.upper(), "UNIQUE")
        self._attribute(self.table, "aggregation", self.sheet.aggregation.upper(), "")
        places = {kind: self._clauses(kind) for kind in (INPUT, OUTPUT)}
        self._annotations()
        self._rules(places)
        return self.changed

    def _attribute(self, element: etree._Element, name: str, value: str, otherwise: str) -> None:
        if element.get(name, otherwise) == value:
            return
        self.changed = True
        if value:
            element.set(name, value)
        else:
            del element.attrib[name]

    def _new(self, parent: etree._Element, name: str, identity: str | None = None) -> etree._Element:
        self.changed = True
        made = etree.SubElement(parent, etree.QName(etree.QName(self.table).namespace, name))
        if identity is not None:
            made.set("id", self._free_id(identity))
        return made

    def _free_id(self, wanted: str) -> str:
        found, number = wanted, 2
        while found in self.ids:
            found, number = f"{wanted}-{number}", number + 1
        self.ids.add(found)
        return found

    def _text(self, parent: etree._Element, name: str, value: str) -> None:
        """The text inside the child of that name; a child that says the same already is not touched."""
        holder = child(parent, name)
        if (text_of(holder) or "") == value:
            return
        if holder is None:
            holder = self._new(parent, name)
        self._set(holder, value)

    def _set(self, holder: etree._Element, value: str) -> None:
        self.changed = True
        text = child(holder, "text")
        if text is None:
            text = self._new(holder, "text")
        for inner in list(text):
            text.remove(inner)
        text.text = value

    def _columns(self, kind: str) -> list[tuple[int, SheetColumn]]:
        return [(at, column) for at, column in enumerate(self.sheet.columns) if column.kind == kind]

    def _clauses(self, kind: str) -> list[int | None]:
        """The columns of a kind in the sheet's order; for each its former place in the table, None for a new one."""
        old = list(children(self.table, _CLAUSE[kind]))
        by_id = {clause.get("id"): at for at, clause in enumerate(old) if clause.get("id")}
        nameless = [at for at, clause in enumerate(old) if not clause.get("id")]
        places: list[int | None] = []
        kept: list[etree._Element] = []
        for _, column in self._columns(kind):
            place = by_id.get(column.identity) if column.identity else (nameless.pop(0) if nameless else None)
            clause = (
                self._new(self.table, _CLAUSE[kind], f"{self._stem()}-{_CLAUSE[kind]}") if place is None else old[place]
            )
            places.append(place)
            kept.append(clause)
            self._fill(clause, kind, column)
        if places != list(range(len(old))):
            self._reorder(old, kept, "output" if kind == INPUT else "annotation")
        return places

    def _stem(self) -> str:
        return self.table.get("id") or "table"

    def _fill(self, clause: etree._Element, kind: str, column: SheetColumn) -> None:
        self._attribute(clause, "label", column.label, "")
        if kind == OUTPUT:
            self._attribute(clause, "name", column.expression, "")
            self._attribute(clause, "typeRef", column.type, "")
            self._text(clause, "outputValues", column.values)
            self._text(clause, "defaultOutputEntry", column.default)
            return
        self._text(clause, "inputExpression", column.expression)
        expression = child(clause, "inputExpression")
        if expression is not None:
            self._attribute(expression, "typeRef", column.type, "")
        self._text(clause, "inputValues", column.values)

    def _reorder(self, old: Iterable[etree._Element], wanted: list[etree._Element], before: str) -> None:
        """The wanted elements in their order, where the old ones stood or else before those of a later kind."""
        self.changed = True
        mark = next(iter(old), None)
        later = (before, "annotation", "rule") if before != "end" else ()
        at = self.table.index(mark) if mark is not None else next(
            (self.table.index(one) for one in self.table if etree.QName(one).localname in later), len(self.table)
        )  # fmt: skip
        tails = [element.tail for element in old]
        for element in {*old, *wanted}:
            if element.getparent() is self.table:
                self.table.remove(element)
        for offset, element in enumerate(wanted):
            element.tail = tails[min(offset, len(tails) - 1)] if tails else element.tail
            self.table.insert(at + offset, element)

    def _annotations(self) -> None:
        """Names of annotation columns; only where the table has or gets any."""
        names = [column.expression for _, column in self._columns(ANNOTATION)]
        old = list(children(self.table, "annotation"))
        if [clause.get("name", "") for clause in old] == names or (not old and not any(names)):
            return
        wanted = []
        for at, name in enumerate(names):
            clause = old[at] if at < len(old) else self._new(self.table, "annotation")
            self._attribute(clause, "name", name, "")
            wanted.append(clause)
        self._reorder(old, wanted, "rule")

    def _rules(self, places: dict[str, list[int | None]]) -> None:
        old = list(children(self.table, "rule"))
        by_id = {rule.get("id"): rule for rule in old if rule.get("id")}
        nameless = [rule for rule in old if not rule.get("id")]
        wanted: list[etree._Element] = []
        for told in self.sheet.rules:
            known = by_id.pop(told.identity, None) if told.identity else (nameless.pop(0) if nameless else None)
            if known is None and told.identity and any(rule.get("id") == told.identity for rule in old):
                known = None  # the row was copied: the copy is a rule of its own
            rule = self._new(self.table, "rule", f"{self._stem()}-rule") if known is None else known
            self._rule(rule, told, places)
            wanted.append(rule)
        if wanted != old:
            self._reorder(old, wanted, "end")

    def _rule(self, rule: etree._Element, told: SheetRule, places: dict[str, list[int | None]]) -> None:
        entries: list[etree._Element] = []
        for kind in (INPUT, OUTPUT):
            old = list(children(rule, _ENTRY[kind]))
            for place, (at, _) in zip(places[kind], self._columns(kind), strict=True):
                entry = old[place] if place is not None and place < len(old) else None
                if entry is None:
                    entry = self._new(rule, _ENTRY[kind], f"{rule.get('id') or self._stem()}-{_ENTRY[kind]}")
                    self._set(entry, told.cells[at] or ("-" if kind == INPUT else ""))
                elif (text_of(entry) or "") != told.cells[at]:
                    self._set(entry, told.cells[at])
                entries.append(entry)
        entries += self._notes(rule, told)
        present = list(children(rule, "inputEntry", "outputEntry", "annotationEntry"))
        if entries != present:
            self.changed = True
            for element in present:
                rule.remove(element)
            rule.extend(entries)
        for at, _ in self._columns(DESCRIPTION):
            self._description(rule, told.cells[at])

    def _notes(self, rule: etree._Element, told: SheetRule) -> list[etree._Element]:
        old = list(children(rule, "annotationEntry"))
        texts = [told.cells[at] for at, _ in self._columns(ANNOTATION)]
        while len(texts) > len(old) and not texts[-1]:
            texts.pop()
        notes = []
        for at, text in enumerate(texts):
            entry = old[at] if at < len(old) else self._new(rule, "annotationEntry")
            if at >= len(old) or (text_of(entry) or "") != text:
                self._set(entry, text)
            notes.append(entry)
        return notes

    def _description(self, rule: etree._Element, text: str) -> None:
        holder = child(rule, "description")
        if (text_of(rule, "description") or "") == text:
            return
        self.changed = True
        if not text and holder is not None:
            rule.remove(holder)
            return
        if holder is None:
            holder = self._new(rule, "description")
            rule.insert(0, holder)
        holder.text = text
