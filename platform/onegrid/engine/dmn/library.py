"""DMN files on disk, compiled once while they stay the same; imported models are found beside the importing one."""

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from onegrid.engine.dmn.compile import compile_model
from onegrid.engine.dmn.decisions import Decisions
from onegrid.engine.dmn.model import Model
from onegrid.engine.dmn.read import read_dmn
from onegrid.engine.dmn.xml import MAX_BYTES, namespace_of

MAX_KEPT = 64
MAX_BESIDE = 500
_Mark = tuple[int, int, int]


class Library:
    """Keeps the last few models by path; a file that changed is read again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Path, tuple[dict[Path, _Mark | None], Decisions]] = OrderedDict()

    def decisions(self, path: Path) -> Decisions:
        """The file's decisions, those with faults included (`Decisions.blocking`). Raises OSError and ModelError."""
        path = path.resolve()
        kept = self._kept.get(path)
        if kept is not None and all(_mark(one) == mark for one, mark in kept[0].items()):
            self._kept.move_to_end(path)
            return kept[1]
        files: dict[Path, _Mark | None] = {path: _mark(path)}
        source = read_dmn(_bytes(path), file=path.name)
        imported = list(_imported(path, source, files))
        made = compile_model(source, imported, partial=True)
        if any(problem.code == "dmn.import" for problem in made.problems):
            return made  # the missing file may come
        self._kept[path] = files, made
        while len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)
        return made


def _mark(path: Path) -> _Mark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _bytes(path: Path) -> bytes:
    """Only of a plain file, and never more than one byte above what a model may have."""
    if not path.is_file():
        raise FileNotFoundError(2, "it is no file", str(path))
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _imported(path: Path, source: Model, files: dict[Path, _Mark | None]) -> Iterator[Model]:
    """The models that this one imports, and those that they import; what is read is noted in `files`."""
    wanted = [one.namespace for one in source.imports]
    seen = {source.namespace}
    beside: dict[str, Path] | None = None
    while wanted:
        namespace = wanted.pop()
        if namespace in seen:
            continue
        seen.add(namespace)
        beside = _beside(path) if beside is None else beside
        if namespace not in beside:
            continue  # said by the compiler, at the import
        found = beside[namespace]
        files[found] = _mark(found)
        model = read_dmn(_bytes(found), file=found.name)
        wanted += [one.namespace for one in model.imports]
        yield model


def _beside(path: Path) -> dict[str, Path]:
    """The other models of the folder by namespace; files that are none are passed over."""
    found: dict[str, Path] = {}
    for other in sorted(path.parent.glob("*.dmn"))[:MAX_BESIDE]:
        try:
            namespace = namespace_of(_bytes(other)) if other != path else None
        except OSError:
            continue
        if namespace is not None:
            found.setdefault(namespace, other)
    return found
