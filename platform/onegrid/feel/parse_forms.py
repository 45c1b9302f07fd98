"""Forms that bring names of their own into scope: if, for, some, every, function, and contexts."""

from typing import TYPE_CHECKING

from onegrid.feel import lexer, syntax
from onegrid.feel.lexer import Token, unquote
from onegrid.feel.names import NameTable
from onegrid.feel.syntax import Node
from onegrid.feel.types import Type
from onegrid.feel.types_parser import parse_type

if TYPE_CHECKING:
    from onegrid.feel.parser import Parser

FORMS = frozenset({"if", "for", "some", "every", "function"})


def keyword_form(parser: "Parser", token: Token) -> Node:
    """The form that the keyword opens; its names are in scope until it ends."""
    parser.at += 1
    if token.text == "if":
        condition = parser.expression()
        parser.expect("then")
        then = parser.expression()
        parser.expect("else")
        return syntax.If(token.start, condition, then, parser.expression())
    if token.text == "function":
        return _function_literal(parser, token)
    parser.scopes.append(NameTable())
    iterators = _iterators(parser)
    if token.text == "for":
        parser.scopes[-1].add("partial")
        parser.expect("return")
        node: Node = syntax.For(token.start, iterators, parser.expression())
    else:
        parser.expect("satisfies")
        node = syntax.Quantified(token.start, token.text == "every", iterators, parser.expression())
    parser.scopes.pop()
    return node


def _iterators(parser: "Parser") -> tuple[syntax.Iterator, ...]:
    found: list[syntax.Iterator] = []
    while not found or parser.take(","):
        name = parser.new_name("in")
        parser.expect("in")
        domain = parser.expression()
        end = parser.expression() if parser.take("..") else None
        found.append(syntax.Iterator(name, domain, end))
        parser.scopes[-1].add(name)
    return tuple(found)


def _function_literal(parser: "Parser", token: Token) -> Node:
    parser.expect("(")
    parser.scopes.append(NameTable())
    parameters: list[tuple[str, Type | None]] = []
    while not parser.is_next(")"):
        name = parser.new_name(":", ",", ")")
        parameters.append((name, parse_type(parser) if parser.take(":") else None))
        parser.scopes[-1].add(name)
        if not parser.take(","):
            break
    parser.expect(")")
    if parser.is_next("external"):
        raise parser.error(
            "feel.external",
            "functions of Java and PMML are not run; write the function in FEEL",
            "不执行 Java 或 PMML 外部函数，请用 FEEL 编写该函数",
        )
    body = parser.expression()
    parser.scopes.pop()
    return syntax.FunctionLiteral(token.start, tuple(parameters), body)


def context(parser: "Parser", opening: Token) -> Node:
    """The rest of a context, after `{`; each entry sees those before it."""
    entries: dict[str, Node] = {}
    parser.scopes.append(NameTable())
    while not parser.is_next("}"):
        key = _context_key(parser)
        if key in entries:
            raise parser.error("feel.double-entry", f"the entry '{key}' stands twice", f"“{key}”一项重复")
        parser.expect(":")
        entries[key] = parser.expression()
        parser.scopes[-1].add(key)
        parser.members.add(key)
        if not parser.take(","):
            break
    parser.expect("}")
    parser.scopes.pop()
    return syntax.ContextLiteral(opening.start, tuple(entries.items()))


def _context_key(parser: "Parser") -> str:
    token = parser.token
    if token.kind == lexer.STRING:
        parser.at += 1
        return unquote(token.text)
    return parser.new_name(":")
