"""A model, with those it imports, to decisions that can be evaluated; or the problems that stand against it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from onegrid.engine.dmn import model
from onegrid.engine.dmn.compile_boxes import Boxes, parameter_types
from onegrid.engine.dmn.decisions import Decisions
from onegrid.engine.dmn.graph import (
    Compiled,
    CompiledDecision,
    CompiledInput,
    CompiledKnowledge,
    CompiledService,
    Need,
)
from onegrid.engine.dmn.item_types import ItemTypes
from onegrid.engine.dmn.xml import problem, too_deep
from onegrid.engine.problems import ModelError, Problem, Severity


def compile_model(
    source: model.Model, imports: Iterable[model.Model] = (), *, partial: bool = False, strict: bool = False
) -> Decisions:
    """The decisions of a model, ready to evaluate and safe to share between threads.

    Raises ModelError with every problem of severity error. With `partial` nothing is raised: what cannot be
    evaluated gives null, and the problems stand in `Decisions.problems`; for drawing boards, never for publishing.
    `strict`: an input that is drawn is seen only by the decisions that require it, as the standard says (6.3.11).
    Else a decision sees it without, with a warning: models of other tools rely on it.
    """
    house = _House(_reached(source, imports), strict=strict)
    nodes: dict[str, Compiled] = {}
    try:
        for one in house.models.values():
            nodes.update(_Compiler(house, one).nodes())
    except RecursionError:
        raise too_deep() from None
    problems = [problem for one in house.models.values() for problem in one.problems]
    problems += house.problems
    for key, found in _cycles(nodes, source):
        nodes[key] = replace(nodes[key], errors=(*nodes[key].errors, found))
        problems.append(found)
    errors = tuple(p for p in problems if p.severity is Severity.ERROR)
    if errors and not partial:
        raise ModelError(errors)
    return Decisions(source, nodes, tuple(problems), tuple(house.findings))


def _reached(source: model.Model, others: Iterable[model.Model]) -> list[model.Model]:
    """The model with those that it imports, near or far; the imported ones first."""
    by_namespace = {one.namespace: one for one in others}
    found, wanted = {source.namespace: source}, [one.namespace for one in source.imports]
    while wanted:
        namespace = wanted.pop()
        if namespace in by_namespace and namespace not in found:
            found[namespace] = by_namespace[namespace]
            wanted += [one.namespace for one in found[namespace].imports]
    return list(reversed(found.values()))


class _House:
    """The models by namespace, with their types."""

    def __init__(self, models: Iterable[model.Model], *, strict: bool) -> None:
        self.models = {one.namespace: one for one in models}
        self.problems: list[Problem] = []
        self.findings: list[Problem] = []
        self.strict = strict
        self._types: dict[str, ItemTypes] = {}

    def types(self, namespace: str, around: tuple[str, ...] = ()) -> ItemTypes:
        """The types of a model; imports in a circle end at the model that began."""
        if namespace not in self._types:
            one = self.models[namespace]
            imported = {
                i.name: self.types(i.namespace, (*around, namespace))
                for i in one.imports
                if i.namespace in self.models and i.namespace not in (*around, namespace)
            }
            self._types[namespace] = ItemTypes(one.items, imported)
            self.problems += [replace(found, file=one.file) for found in self._types[namespace].problems]
        return self._types[namespace]


class _Compiler:
    """Compiles the elements of one model."""

    def __init__(self, house: _House, source: model.Model) -> None:
        self.house, self.source = house, source
        self.types = house.types(source.namespace)
        self.by_id = {node.id: node for node in source.nodes}
        self.drawn = frozenset(node.name for node in source.nodes if isinstance(node, model.InputData))
        self.aliases = {i.namespace: i.name for i in source.imports}
        names = {node.name for one in house.models.values() for node in one.nodes}
        self.members = frozenset(names | self.types.members() | _entry_names(source))

    def nodes(self) -> dict[str, Compiled]:
        """The compiled elements by key."""
        seen, findings_seen = len(self.house.problems), len(self.house.findings)
        self._check_imports()
        types_seen = len(self.types.problems)
        compiled = {self._key(node.id): self._with_errors(node) for node in self.source.nodes}
        self.house.problems += self.types.problems[types_seen:]
        for gathered, start in ((self.house.problems, seen), (self.house.findings, findings_seen)):
            gathered[start:] = [replace(found, file=found.file or self.source.file) for found in gathered[start:]]
        return compiled

    def _with_errors(self, node: model.Node) -> Compiled:
        """The compiled element, with the errors that stand in its own file part."""
        before, types_before = len(self.house.problems), len(self.types.problems)
        compiled = self._node(node)
        found = [*node.problems, *self.house.problems[before:], *self.types.problems[types_before:]]
        errors = tuple(replace(p, file=p.file or self.source.file) for p in found if p.severity is Severity.ERROR)
        return replace(compiled, errors=errors) if errors else compiled

    def _check_imports(self) -> None:
        for one in self.source.imports:
            if one.namespace == self.source.namespace:
                self.house.problems.append(
                    problem(
                        "dmn.import-itself",
                        f"the file imports itself as '{one.name}'",
                        f"文件以“{one.name}”导入了自身",
                        "Delete the import: what the file holds is known without it.",
                        "请删除该导入：文件自身的内容无需导入。",
                        line=one.line,
                    )
                )
            elif one.namespace not in self.house.models:
                self.house.problems.append(
                    problem(
                        "dmn.import",
                        f"the imported model '{one.namespace}' is not there",
                        f"缺少被导入的模型“{one.namespace}”",
                        "Give the imported file too, or remove the import.",
                        "请同时提供该文件，或删除此导入。",
                        element=self.source.id,
                        line=one.line,
                    )
                )

    def _key(self, reference: str) -> str:
        return reference if "#" in reference else f"{self.source.namespace}#{reference}"

    def _find(self, reference: str) -> tuple[model.Node | None, str | None]:
        namespace, found, identity = self._key(reference).partition("#")
        if namespace == self.source.namespace or not found:
            return self.by_id.get(identity), None
        other = self.house.models.get(namespace)
        node = None if other is None else next((n for n in other.nodes if n.id == identity), None)
        return node, self.aliases.get(namespace)

    def _needs(self, references: Iterable[str], node: model.Node) -> tuple[Need, ...]:
        needs = []
        for reference in references:
            target, alias = self._find(reference)
            if target is None:
                self.house.problems.append(
                    problem(
                        "dmn.requirement",
                        f"'{node.name}' requires '{reference}', which is not there",
                        f"“{node.name}”所依赖的“{reference}”不存在",
                        "Remove the requirement or draw the missing element.",
                        "请删除该依赖或补画缺少的元素。",
                        element=node.id,
                        line=node.line,
                    )
                )
                continue
            needs.append(Need(self._key(reference), (alias, target.name) if alias else (target.name,)))
        return tuple(needs)

    def _boxes(self, needs: tuple[Need, ...], more: Iterable[str] = ()) -> Boxes:
        """Names in scope: what is required, and every input of the file, drawn as required or not."""
        known = {need.path[0] for need in needs}.union(more)
        local = frozenset(known - self.drawn).union(more)
        names = frozenset(known | self.drawn)
        found = self.house.findings
        return Boxes(names, self.members, self.types, self.house.problems, local, findings=found)

    def _unrequired(self, node: model.Node, needs: tuple[Need, ...], boxes: Boxes) -> frozenset[str]:
        """Names of drawn inputs that the element does not require; each one that it uses is a warning."""
        hidden = self.drawn - {need.path[0] for need in needs} - boxes.local
        for name in sorted(hidden & boxes.taken):
            self.house.problems.append(
                problem(
                    "dmn.not-required",
                    f"'{node.name}' uses '{name}', which is drawn but not required by it",
                    f"“{node.name}”使用了“{name}”，但没有画出对它的依赖",
                    "Draw the requirement from the input to the element.",
                    "请画出从该输入到此元素的依赖。",
                    element=node.id,
                    line=node.line,
                    severity=Severity.WARNING,
                )
            )
        return frozenset(hidden) if self.house.strict else frozenset()

    def _node(self, node: model.Node) -> Compiled:
        type_ = self.types.resolve(node.type_ref, node.id, node.line)
        key = self._key(node.id)
        if isinstance(node, model.Decision):
            needs = self._needs(node.requires, node)
            boxes = self._boxes(needs)
            run = None if node.box is None else boxes.run(node.box)
            hides = self._unrequired(node, needs, boxes)
            return CompiledDecision(key, node.id, node.name, type_, needs, run, frozenset(boxes.taken), hides=hides)
        if isinstance(node, model.KnowledgeModel):
            return self._knowledge(node, key)
        if isinstance(node, model.Service):
            inside = self._needs((*node.outputs, *node.encapsulated), node)
            parameters = self._needs((*node.input_decisions, *node.input_data), node)
            outputs = tuple(need.key for need in inside[: len(node.outputs)])
            return CompiledService(key, node.id, node.name, type_, (), parameters, outputs)
        return CompiledInput(key, node.id, node.name, type_)

    def _knowledge(self, node: model.KnowledgeModel, key: str) -> Compiled:
        needs = self._needs(node.requires, node)
        any_type = self.types.resolve(None, None, None)
        if node.function is None:
            return CompiledKnowledge(key, node.id, node.name, any_type, needs)
        names = tuple(parameter.name for parameter in node.function.parameters)
        boxes = self._boxes(needs, (*names, node.name))
        types = parameter_types(boxes, node.function)
        run = boxes.run(node.function.body)
        taken = frozenset(boxes.taken)
        hides = self._unrequired(node, needs, boxes)
        return CompiledKnowledge(key, node.id, node.name, any_type, needs, taken, names, types, run, hides=hides)


def _entry_names(source: model.Model) -> set[str]:
    """Names that contexts and tables of the model give to entries: they may stand after a dot."""
    found: set[str] = set()
    stack: list[object] = list(source.nodes)
    while stack:
        part = stack.pop()
        if isinstance(part, model.Entry | model.OutputClause | model.Parameter) and part.name:
            found.add(part.name)
        if isinstance(part, model.Relation):
            found.update(part.columns)
        if isinstance(part, tuple):
            stack.extend(part)
        elif hasattr(part, "__dataclass_fields__"):
            stack.extend(getattr(part, name) for name in part.__dataclass_fields__)
    return found


def _cycles(nodes: Mapping[str, Compiled], source: model.Model) -> list[tuple[str, Problem]]:
    """Elements that require themselves, by way of others; a knowledge model may call itself."""
    state: dict[str, int] = {}
    found: list[tuple[str, Problem]] = []
    for start in nodes:
        stack = [(start, iter(nodes[start].needs))]
        if state.setdefault(start, 1) == 2:
            continue
        while stack:
            key, needs = stack[-1]
            need = next(needs, None)
            if need is None:
                state[key] = 2
                stack.pop()
            elif state.get(need.key) == 1:
                found.append((key, _cycle(nodes[key], source)))
            elif need.key not in state and need.key in nodes:
                state[need.key] = 1
                stack.append((need.key, iter(nodes[need.key].needs)))
    return found


def _cycle(node: Compiled, source: model.Model) -> Problem:
    found = problem(
        "dmn.cycle",
        f"'{node.name}' requires itself, directly or by way of others",
        f"“{node.name}”直接或间接依赖自身",
        "Remove one of the requirements.",
        "请删除其中一条依赖。",
        element=node.id,
    )
    return replace(found, file=source.file)
