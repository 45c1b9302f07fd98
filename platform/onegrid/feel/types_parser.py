"""Types where they are written in expressions: `list<number>`, `context<a: string>`, `date and time`."""

from typing import Protocol

from onegrid.feel.errors import FeelSyntaxError
from onegrid.feel.lexer import Token
from onegrid.feel.names import NameTable
from onegrid.feel.types import (
    ALIASES,
    ANY,
    SIMPLE,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    SimpleType,
    Type,
)

_TABLE = NameTable(sorted(SIMPLE | {"list", "context", "range", "function"} | set(ALIASES)))


class TypeSource(Protocol):
    """What the parser offers here."""

    tokens: list[Token]
    at: int

    def take(self, text: str) -> bool: ...
    def is_next(self, text: str) -> bool: ...
    def expect(self, text: str) -> None: ...
    def new_name(self, *ends: str) -> str: ...
    def error(self, code: str, en: str, zh: str, at: Token | None = None) -> FeelSyntaxError: ...
    def named_type(self) -> Type | None: ...


def parse_type(source: TypeSource) -> Type:
    """The type that stands here; an unknown name is a syntax error."""
    named = source.named_type()
    if named is not None:
        return named
    found = _TABLE.match(source.tokens, source.at)
    if found is None:
        text = source.tokens[source.at].text
        raise source.error("feel.unknown-type", f"there is no type '{text}'", f"没有名为“{text}”的类型")
    source.at += found[1]
    name = ALIASES.get(found[0], found[0])
    if name in ("list", "range"):
        item = _argument(source)
        return ListType(item) if name == "list" else RangeType(item)
    if name == "context":
        return _context(source)
    return _function(source) if name == "function" else SimpleType(name)


def _argument(source: TypeSource) -> Type:
    if not source.take("<"):
        return ANY
    item = parse_type(source)
    source.expect(">")
    return item


def _context(source: TypeSource) -> Type:
    fields: list[tuple[str, Type]] = []
    if not source.take("<"):
        return ContextType()
    while not source.is_next(">"):
        name = source.new_name(":")
        source.expect(":")
        fields.append((name, parse_type(source)))
        if not source.take(","):
            break
    source.expect(">")
    return ContextType(tuple(fields))


def _function(source: TypeSource) -> Type:
    if not source.take("<"):
        return FunctionType()
    parameters: list[Type] = []
    while not source.is_next(">"):
        parameters.append(parse_type(source))
        if not source.take(","):
            break
    source.expect(">")
    result = parse_type(source) if source.take("->") else None
    return FunctionType(tuple(parameters), result)
