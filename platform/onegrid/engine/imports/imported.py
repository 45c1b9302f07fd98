"""What an import gives: for each diagram how far it may go, and for each of its processes the normalised model."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onegrid.engine.check import Report, State
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import Problem
from onegrid.engine.sources import Sources
from onegrid.engine.specification import Spec
from onegrid.engine.tryout import Tried


@dataclass(frozen=True, slots=True)
class ImportedProcess:
    """One process that is to run. `report` is the engine's part: what the city has to choose is a warning.

    sources: as they would be published. absent: called processes and decisions that were not brought.
    spec: None where it can't be rehearsed. tried: how a walk in memory went.
    """

    process_id: str
    name: str
    sources: Sources
    report: Report
    calls: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    spec: Spec | None = None
    tried: Tried | None = None

    @property
    def state(self) -> State:
        """How far it may go."""
        return self.report.state

    @property
    def model(self) -> Normalised | None:
        """The normalised file, with this process chosen."""
        return self.report.normalised

    @property
    def nodes(self) -> tuple[str, ...]:
        """Flow nodes of the designer's file that the runtime knows, in the order of the compiled scopes."""
        if self.spec is None or self.model is None:
            return ()
        inserted = self.model.inserted
        known = (
            node.element
            for scope in self.spec.scopes
            if scope.process_id == self.process_id
            for node in scope.nodes
            if node.element not in inserted
        )
        return tuple(dict.fromkeys(known))


@dataclass(frozen=True, slots=True)
class Diagram:
    """One BPMN file. `original` is the designer's own and never changes; `drawing` is for canvas and export.

    drawing: the designer's own text, with a layout added where the file has none; None where it can't be opened.
    """

    name: str
    original: bytes
    drawing: str | None
    problems: tuple[Problem, ...]
    processes: tuple[ImportedProcess, ...] = ()

    @property
    def state(self) -> State:
        """That of its weakest process; a file without one that is to run is a drawing."""
        if self.drawing is None:
            return State.UNREADABLE
        order = list(State)
        return min((process.state for process in self.processes), key=order.index, default=State.DRAWING)


@dataclass(frozen=True, slots=True)
class Imported:
    """Everything brought at once. `problems`: of the files that are no diagrams, with their `file`.

    tables: DMN files by name. forms: by id, as form-js has them; those drawn from declared fields among them.
    """

    diagrams: tuple[Diagram, ...] = ()
    tables: Mapping[str, bytes] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
