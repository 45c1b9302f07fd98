"""The table of built-in functions: what they are called, what they take, and which of several forms fits a call.

A parameter is written `name:kinds`: n number, s string, b boolean, d date, t time, D date and time, p days and time
duration, y years and months duration, l list, c context, r range, f function, a anything (null too). `?` after the
kinds: may be left out or null. `*` before the name: all values that are left, a single list among them being that
list; `**`: as given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from onegrid.feel.evaluation import Evaluation
from onegrid.feel.values import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    DAYS,
    FUNCTION,
    LIST,
    MONTHS,
    NUMBER,
    PYTHON_TYPES,
    RANGE,
    STRING,
    TIME,
    Function,
    Value,
    kind_of,
)

_LETTERS = {
    "n": NUMBER,
    "s": STRING,
    "b": BOOLEAN,
    "d": DATE,
    "t": TIME,
    "D": DATE_TIME,
    "p": DAYS,
    "y": MONTHS,
    "l": LIST,
    "c": CONTEXT,
    "r": RANGE,
    "f": FUNCTION,
}
_MISFIT = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kinds` None takes anything; `variadic` takes all values that are left, as one list."""

    name: str
    kinds: frozenset[str] | None
    optional: bool = False
    variadic: bool = False
    unwraps: bool = True

    @property
    def types(self) -> frozenset[type] | None:
        """The Python types that fit as they are; None for every type."""
        return None if self.kinds is None else frozenset(t for t, kind in PYTHON_TYPES.items() if kind in self.kinds)

    def fit(self, value: Value) -> Value:
        """The value as the body wants it, or the misfit mark."""
        if self.kinds is None:
            return value
        kind = kind_of(value)
        if kind in self.kinds or (value is None and self.optional):
            return value
        if LIST in self.kinds and value is not None:
            return [value]
        if kind == LIST and len(value) == 1 and kind_of(value[0]) in self.kinds:
            return value[0]
        return _MISFIT


@dataclass(frozen=True, slots=True)
class Form:
    """One way to call a function. `body` takes the evaluation first."""

    parameters: tuple[Parameter, ...]
    body: Callable[..., Value]

    @property
    def is_plain(self) -> bool:
        """Whether each value has a parameter of its own."""
        return not any(parameter.variadic for parameter in self.parameters)

    @property
    def required(self) -> int:
        return sum(not (p.optional or p.variadic) for p in self.parameters)

    def bind(self, values: tuple[Value, ...]) -> list[Value] | None:
        """The arguments for the body, or None where they do not fit."""
        parameters = self.parameters
        if parameters and parameters[-1].variadic:
            return self._bind_rest(values)
        if not self.required <= len(values) <= len(parameters):
            return None
        return self._fit(values)

    def _fit(self, values: tuple[Value, ...]) -> list[Value] | None:
        bound = []
        for parameter, value in zip(self.parameters, values, strict=False):
            fitted = parameter.fit(value)
            if fitted is _MISFIT:
                return None
            bound.append(fitted)
        return bound

    def _bind_rest(self, values: tuple[Value, ...]) -> list[Value] | None:
        fixed = len(self.parameters) - 1
        if len(values) <= fixed:
            return None
        bound = self._fit(values[:fixed])
        if bound is None:
            return None
        rest = list(values[fixed:])
        if self.parameters[-1].unwraps and len(rest) == 1 and kind_of(rest[0]) == LIST:
            rest = list(rest[0])
        return [*bound, rest]

    def bind_names(self, given: Mapping[str, Value]) -> list[Value] | None:
        """The arguments for the body where they were given by name."""
        known = {parameter.name for parameter in self.parameters}
        if not given.keys() <= known:
            return None
        values: list[Value] = []
        for parameter in self.parameters:
            if parameter.name not in given and not parameter.optional:
                return None
            value = given.get(parameter.name)
            values.append([value] if parameter.variadic and kind_of(value) != LIST else value)
        return self._fit(tuple(values))


class Builtin:
    """A built-in function with all its forms; the first that fits the arguments is taken."""

    __slots__ = ("forms", "name", "value")

    def __init__(self, name: str) -> None:
        self.name = name
        self.forms: list[Form] = []
        self.value = Function(name, (), self.call, self.call_by_name)

    def call(self, ev: Evaluation, *values: Value) -> Value:
        """Null, with the reason, where no form fits."""
        for form in self.forms:
            bound = form.bind(values)
            if bound is not None:
                ev.spend(_weight(bound))
                return form.body(ev, *bound)
        return ev.fail("feel.arguments", function=self.name, given=", ".join(kind_of(v) for v in values))

    def prepared(self, count: int) -> Callable[..., Value]:
        """As `call` for that many values, quicker where they are of the commonest Python types of a form."""
        if count == 1:
            return self._for_one()
        fast = [form for form in self.forms if form.is_plain and form.required <= count <= len(form.parameters)]
        if count != 2 or len(fast) != 1:
            return self.call
        (first, second), body, call = (p.types for p in fast[0].parameters[:2]), fast[0].body, self.call

        def call_two(ev: Evaluation, a: Value, b: Value) -> Value:
            if (first is None or type(a) in first) and (second is None or type(b) in second):
                for value in (a, b):
                    if (type(value) is str or type(value) is list) and len(value) > 31:
                        ev.spend(len(value) >> 5)
                return body(ev, a, b)
            return call(ev, a, b)

        return call_two

    def _for_one(self) -> Callable[..., Value]:
        bodies: dict[type, Callable[..., Value]] = {}
        anything: Callable[..., Value] | None = None
        for form in self.forms:
            takes_list = len(form.parameters) == 1 and form.parameters[0].variadic and form.parameters[0].unwraps
            if form.is_plain and form.required <= 1 <= len(form.parameters):
                types = form.parameters[0].types
            elif takes_list:
                types = frozenset({list})
            else:
                continue
            if types is None:
                anything = form.body
                break
            for one in types:
                bodies.setdefault(one, form.body)
        call, found = self.call, bodies.get

        def call_one(ev: Evaluation, a: Value) -> Value:
            body = found(type(a), anything)
            if body is None:
                return call(ev, a)
            if (type(a) is str or type(a) is list) and len(a) > 31:
                ev.spend(len(a) >> 5)
            return body(ev, a)

        return call_one

    def call_by_name(self, ev: Evaluation, given: Mapping[str, Value]) -> Value:
        for form in self.forms:
            bound = form.bind_names(given)
            if bound is not None:
                ev.spend(_weight(bound))
                return form.body(ev, *bound)
        return ev.fail("feel.arguments", function=self.name, given=", ".join(given))


def _weight(values: list[Value]) -> int:
    """Steps that a call costs for the size of what it is given, whatever the function does with it."""
    return sum(len(value) >> 5 for value in values if type(value) is list or type(value) is str)


BUILTINS: dict[str, Builtin] = {}
B = TypeVar("B", bound=Callable[..., Value])


def builtin(name: str, *parameters: str) -> Callable[[B], B]:
    """Enter the function as one form of a built-in."""

    def enter(body: B) -> B:
        entry = BUILTINS.setdefault(name, Builtin(name))
        entry.forms.append(Form(tuple(_parameter(text) for text in parameters), body))
        return body

    return enter


def _parameter(text: str) -> Parameter:
    name, _, kinds = text.lstrip("*").partition(":")
    optional = kinds.endswith("?")
    letters = kinds.rstrip("?")
    wanted = None if letters == "a" else frozenset(_LETTERS[letter] for letter in letters)
    return Parameter(name, wanted, optional, text.startswith("*"), not text.startswith("**"))
