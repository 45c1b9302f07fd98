"""Reads one element's words with their types, and keeps what is wrong with them."""

import re
from collections.abc import Iterable

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.definitions import Mapping
from onegrid.engine.extension import vocabulary, words
from onegrid.engine.findings import Word, problem
from onegrid.engine.problems import Problem

NAME = re.compile(r"[^\W\d]\w*")


class Reader:
    """The words of one BPMN element; problems gather in `problems` in the order of reading."""

    def __init__(self, owner: etree._Element) -> None:
        self.owner = owner
        self.problems: list[Problem] = []

    def note(self, code: str, at: etree._Element | None = None, **parts: Word) -> None:
        """Keep a problem of the owner, with the line of the word concerned."""
        line = bpmn.line_of(at) if at is not None else None
        self.problems.append(problem(code, self.owner, line=line, **parts))

    def needed(self, found: etree._Element, owner: str, name: str) -> str:
        """A value that must be there; empty with a problem if not."""
        value = words.value(found, name)
        if value is None:
            self.note("extension.missing", found, owner=owner, name=name)
        return value or ""

    def choice(self, found: etree._Element, name: str, known: Iterable[str], default: str) -> str:
        """One of a few words."""
        value = words.value(found, name)
        if value is None or value in (allowed := tuple(known)):
            return value or default
        self.note("extension.value", found, name=name, value=value, known=", ".join(allowed))
        return default

    def flag(self, found: etree._Element | None, name: str) -> bool:
        """`true` or `false`, absent is false."""
        if found is None:
            return False
        return self.choice(found, name, ("true", "false"), "false") == "true"

    def several(self, found: etree._Element, name: str, known: Iterable[str] | None) -> tuple[str, ...]:
        """Words separated by spaces or commas, each of them known."""
        values = tuple((words.value(found, name) or "").replace(",", " ").split())
        allowed = None if known is None else tuple(known)
        for value in values:
            if allowed is not None and value not in allowed:
                self.note("extension.value", found, name=name, value=value, known=", ".join(allowed))
        return values

    def whole(self, found: etree._Element, name: str, least: int, most: int) -> int | None:
        """A whole number within bounds, written in ASCII digits; None where absent or wrong."""
        value = words.value(found, name)
        if value is None:
            return None
        if re.fullmatch(r"[0-9]{1,9}", value) and least <= int(value) <= most:
            return int(value)
        self.note("extension.value", found, name=name, value=value, known=f"{least} … {most}")
        return None

    def mappings(self, found: Iterable[etree._Element], name: str) -> tuple[Mapping, ...]:
        """`in`, `out` or `result` elements in the order written."""
        read = []
        for element in found:
            source = words.feel(words.value(element, "from"))
            if source is None:
                self.note("extension.missing", element, owner=name, name="from")
            target = self.needed(element, name, "to")
            if source and target and self.is_target(target, element, name):
                read.append(Mapping(source, target))
        return tuple(read)

    def is_target(self, target: str, found: etree._Element, name: str) -> bool:
        """Whether a mapping may write there; keeps the problem if not."""
        if target.startswith("case."):
            fact = target.removeprefix("case.")
            if name == "in":
                self.note("extension.fact_in", found, name=fact)
            elif fact not in vocabulary.FACTS:
                self.note("extension.fact", found, name=fact, known=", ".join(vocabulary.FACTS))
            else:
                return True
            return False
        return self.is_name(target, found)

    def is_name(self, name: str, found: etree._Element | None = None) -> bool:
        """Whether a variable may have the name; keeps the problem if not."""
        if not NAME.fullmatch(name):
            self.note("extension.name", found, name=name)
        elif name in vocabulary.RESERVED:
            self.note("extension.reserved_name", found, name=name, known=", ".join(sorted(vocabulary.RESERVED)))
        else:
            return True
        return False
