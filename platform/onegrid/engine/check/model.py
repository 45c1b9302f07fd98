"""What every rule looks at: the designer's tree, the normalised one, the decisions and the called processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.normalised import Normalised

Word = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Callee:
    """A called process as far as it could be read; `error` is the code of its first error."""

    normalised: Normalised | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """One file under check. `callees` is None where nobody gave the called processes."""

    root: etree._Element
    normalised: Normalised
    decisions: Mapping[str, bytes] = field(default_factory=dict)
    callees: Mapping[str, Callee] | None = None
    fields: Mapping[str, frozenset[str]] | None = None  # form -> its field keys
    python: bool = False  # whether an administrator has turned Python scripts on for the process

    @property
    def drawn(self) -> list[etree._Element]:
        """The designer's processes that are to run."""
        return [process for process in bpmn.processes(self.root) if self._runs(process)]

    @property
    def running(self) -> list[etree._Element]:
        """The same after normalising."""
        return [process for process in bpmn.processes(self.normalised.tree) if self._runs(process)]

    def element(self, identifier: str) -> etree._Element | None:
        """The normalised element of an id."""
        return next((e for e in self.normalised.tree.iter(etree.Element) if e.get("id") == identifier), None)

    def definitions(self, event: etree._Element) -> list[etree._Element]:
        """The event's definitions, those referred to by `eventDefinitionRef` too."""
        found = bpmn.definitions_of(event)
        for reference in event.iterchildren(bpmn.tag("eventDefinitionRef")):
            shared = self.shared(bpmn.text_of(reference))
            if shared is not None:
                found.append(shared)
        return found

    def shared(self, reference: str) -> etree._Element | None:
        """The root element (message, signal, error, event definition) of an id; a prefix is dropped."""
        identifier = reference.rpartition(":")[2]
        return next((child for child in self.root.iterchildren() if child.get("id") == identifier), None)

    def _runs(self, process: etree._Element) -> bool:
        return process.get("isExecutable") in ("true", "1") or process.get("id") == self.normalised.process_id
