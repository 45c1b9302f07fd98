"""Item definitions as FEEL types, allowed values included."""

from collections.abc import Mapping

from onegrid.engine.dmn import model
from onegrid.engine.dmn.xml import problem
from onegrid.engine.problems import Problem, Severity
from onegrid.feel import Evaluation, FeelSyntaxError, Value, Vocabulary
from onegrid.feel.types import (
    ALIASES,
    ANY,
    SIMPLE,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    RestrictedType,
    SimpleType,
    Spend,
    Type,
)

MAX_STEPS = 100_000  # for one value to be held against the allowed ones


class ItemTypes:
    """The types of one model by name; those of imported models as `import.name`."""

    def __init__(self, items: tuple[model.ItemDefinition, ...], imported: Mapping[str, "ItemTypes"]) -> None:
        self._items = {item.name: item for item in items}
        self._imported = imported
        self._made: dict[str, Type] = {}
        self._making: set[str] = set()
        self.problems: list[Problem] = []
        for name in self._items:
            self._of_item(name)
        self.problems += [_circle(items) for items in self._circles()]

    def all(self) -> dict[str, Type]:
        """Every type by the name under which expressions know it."""
        own = dict(self._made)
        for alias, other in self._imported.items():
            own.update({f"{alias}.{name}" if alias else name: type_ for name, type_ in other.all().items()})
        return own

    def members(self) -> set[str]:
        """The names of all components, which may stand after a dot."""
        found: set[str] = set()
        stack = list(self._items.values())
        while stack:
            item = stack.pop()
            stack.extend(item.components)
            found.update(component.name for component in item.components)
        for other in self._imported.values():
            found |= other.members()
        return found

    def named(self, name: str | None) -> Type | None:
        """The type of a `typeRef`; None where there is no such type."""
        if not name:
            return ANY
        plain = name.removeprefix("feel:").strip()
        if plain in self._items:
            return self._of_item(plain)
        plain = ALIASES.get(plain, plain)
        if plain in SIMPLE:
            return SimpleType(plain)
        if plain in ("list", "context", "function", "range"):
            return {
                "list": ListType(ANY),
                "context": ContextType(),
                "function": FunctionType(),
                "range": RangeType(ANY),
            }[plain]
        for separator in (".", ":"):
            alias, found, rest = plain.partition(separator)
            if found and alias in self._imported:
                return self._imported[alias].named(rest)
        if "" in self._imported and (unprefixed := self._imported[""].named(plain)) is not None:
            return unprefixed
        _, found, rest = plain.partition(":")
        return self.named(rest) if found else None

    def resolve(self, name: str | None, element: str | None, line: int | None) -> Type:
        """As `named`; an unknown type is a warning and lets everything pass."""
        found = self.named(name)
        if found is not None:
            return found
        self.problems.append(
            problem(
                "dmn.unknown-type",
                f"there is no type '{name}'",
                f"没有名为“{name}”的类型",
                "Define the type or choose another one.",
                "请定义该类型或改用其他类型。",
                element=element,
                line=line,
                severity=Severity.WARNING,
            )
        )
        return ANY

    def _of_item(self, name: str) -> Type:
        if name in self._made:
            return self._made[name]
        if name in self._making:
            return ANY  # a type inside itself: its own depths are not looked into
        self._making.add(name)
        made = self._made[name] = self._build(self._items[name])
        return made

    def _circles(self) -> list[list[model.ItemDefinition]]:
        """Types that only name one another and so say nothing; a component of the type that it stands in is none."""
        found, done = [], set[str]()
        for start in self._items:
            names: list[str] = []
            name: str = start
            while name in self._items and name not in done and not self._items[name].components:
                done.add(name)
                names.append(name)
                name = (self._items[name].type_ref or "").removeprefix("feel:").strip()
            if name in names:
                found.append([self._items[each] for each in names[names.index(name) :]])
        return found

    def _build(self, item: model.ItemDefinition) -> Type:
        if item.is_function:
            return FunctionType()
        if item.components:
            base: Type = ContextType(tuple((part.name, self._build(part)) for part in item.components))
        else:
            base = self.resolve(item.type_ref, item.element, item.line)
        base = self._restricted(item, base, item.allowed)
        if item.is_collection:
            base = ListType(base)
        return self._restricted(item, base, item.constraint)

    def _restricted(self, item: model.ItemDefinition, base: Type, cell: model.Cell | None) -> Type:
        if cell is None:
            return base
        try:
            tests = Vocabulary().unary_tests(cell.text)
        except FeelSyntaxError as error:
            self.problems.append(syntax_problem(error, cell.element, cell.line))
            return base

        def allows(value: Value, spend: Spend) -> bool:
            ev = Evaluation(steps=MAX_STEPS)
            try:
                return tests.test(value, {}, ev) is True
            finally:
                spend(MAX_STEPS - ev.steps)

        return RestrictedType(item.name, base, allows)


def syntax_problem(error: FeelSyntaxError, element: str | None, line: int | None) -> Problem:
    """A text that is no FEEL, as a problem at its element."""
    return problem(
        "dmn.expression",
        f"'{_short(error.text)}': {error.message_en}",
        f"“{_short(error.text)}”：{error.message_zh}",
        "Correct the expression at the place named.",
        "请修改所指位置的表达式。",
        element=element,
        line=None if line is None else line + error.line - 1,
    )


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else one_line[:57] + "..."


def _circle(items: list[model.ItemDefinition]) -> Problem:
    ring = " > ".join(item.name for item in [*items[:5], *items[:1]])
    return problem(
        "dmn.type-circle",
        f"types name one another in a circle: {ring}",
        f"类型循环引用：{ring}",
        "Give one of them a type of its own.",
        "请为其中一个指定实际类型。",
        element=items[0].element,
        line=items[0].line,
    )
