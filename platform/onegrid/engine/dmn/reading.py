"""What a reading carries along: the file's language and the problems found so far."""

from dataclasses import dataclass, field

from lxml import etree

from onegrid.engine.dmn.xml import line_of, nearest_id, problem
from onegrid.engine.problems import Problem


@dataclass(slots=True)
class Reading:
    """One file being read."""

    language: str | None = None
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, element: etree._Element, code: str, *words: str) -> None:
        """Note, at its element, something that cannot be evaluated; words: what is wrong en, zh, how to mend en, zh."""
        en, zh, mend_en, mend_zh = words
        found = problem(code, en, zh, mend_en, mend_zh, element=nearest_id(element), line=line_of(element))
        self.problems.append(found)
