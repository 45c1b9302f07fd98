"""Files read once for everything that one import or check asks of them: normalising is most of its cost."""

from collections.abc import Callable

from lxml import etree

from onegrid.engine.dmn import Decisions, compile_model, read_dmn
from onegrid.engine.normalise import Prepared, choose, prepare
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.read import Document, read
from onegrid.engine.sources import Sources


class Reading:
    """Nobody may change what it hands out: processes of one file share its tree. `said`: what rules found, by model."""

    def __init__(self) -> None:
        self._documents: dict[bytes, Document] = {}
        self._prepared: dict[bytes, Prepared] = {}
        self._normalised: dict[tuple[bytes, str], Normalised] = {}
        self._decisions: dict[tuple[tuple[str, bytes], ...], tuple[Decisions, ...]] = {}
        self._refused: dict[bytes, ModelError] = {}
        self._excess: dict[bytes, Problem | None] = {}
        self.said: dict[object, tuple[Problem, ...]] = {}

    def document(self, data: bytes) -> Document:
        """The file's tree. Raises ModelError."""
        if data in self._refused:
            raise self._refused[data]
        if data not in self._documents:
            try:
                self._documents[data] = read(data)
            except ModelError as fault:
                self._refused[data] = fault
                raise
        return self._documents[data]

    def forget(self, data: bytes) -> None:
        """Give up the file's tree, which is most of its memory."""
        self._documents.pop(data, None)

    def excess(self, data: bytes, measure: Callable[[etree._Element], Problem | None]) -> Problem | None:
        """What is too many of the file: the same for each of its processes. Raises ModelError."""
        if data not in self._excess:
            self._excess[data] = measure(self.document(data).root)
        return self._excess[data]

    def normalised(self, data: bytes, process_id: str) -> Normalised:
        """The file with that process chosen. Raises ModelError."""
        key = (data, process_id)
        if key not in self._normalised:
            document = self.document(data)
            if data not in self._prepared:
                self._prepared[data] = prepare(document)
            self._normalised[key] = choose(document, self._prepared[data], process_id)
        return self._normalised[key]

    def decisions(self, sources: Sources) -> tuple[Decisions, ...]:
        """The decisions of all files beside it, compiled. Raises ModelError."""
        key = tuple(sorted(sources.decisions.items()))
        if key not in self._decisions:
            models = [read_dmn(data, file=name) for name, data in key]
            compiled = (compile_model(model, [other for other in models if other is not model]) for model in models)
            self._decisions[key] = tuple(compiled)
        return self._decisions[key]
