"""Tokens to a tree. Precedence as in DMN 10.3.1.2: or, and, comparison, + -, * /, **, minus, instance of, path."""

from collections.abc import Callable, Mapping

from onegrid.feel import lexer, syntax
from onegrid.feel.errors import FeelSyntaxError
from onegrid.feel.lexer import KEYWORDS, Token, tokens_of, unquote
from onegrid.feel.names import NameTable, normalised, unknown_name
from onegrid.feel.numbers import parse_number
from onegrid.feel.syntax import Node
from onegrid.feel.types import Type
from onegrid.feel.types_parser import parse_type

MAX_DEPTH = 32
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_CONSTANTS = {"true": True, "false": False, "null": None}


class Parser:
    """One text. `known`: names in scope, None where nobody declared them; `members`: names after a dot."""

    def __init__(
        self,
        text: str,
        known: NameTable | None,
        members: NameTable,
        builtins: NameTable,
        types: Mapping[str, Type],
    ) -> None:
        self.text, self.tokens, self.at = text, tokens_of(text), 0
        self.declared = known is not None
        self.scopes = [known or NameTable()]
        self.members, self.builtins, self.types = members, builtins, types
        self.type_names = NameTable(types)
        self.depth = 0
        self.in_range_end = False

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def error(self, code: str, en: str, zh: str, at: Token | None = None) -> FeelSyntaxError:
        return FeelSyntaxError(code, en, zh, self.text, (at or self.token).start)

    def is_next(self, text: str) -> bool:
        return self.token.text == text and self.token.kind in (lexer.OPERATOR, lexer.NAME)

    def take(self, text: str) -> bool:
        """Step over the token if it is the one named."""
        if self.is_next(text):
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.take(text):
            found = self.token.text or "the end"
            raise self.error(
                "feel.expected",
                f"'{text}' is expected before '{found}'",
                f"“{self.token.text or '结尾'}”之前应为“{text}”",
            )

    def expression_to_end(self) -> Node:
        """The whole text as one expression."""
        node = self.expression()
        self.finish()
        return node

    def finish(self) -> None:
        if self.token.kind != lexer.END:
            raise self.error(
                "feel.unexpected", f"'{self.token.text}' does not belong here", f"此处不应出现“{self.token.text}”"
            )

    def tests_to_end(self) -> syntax.Tests:
        """The whole text as unary tests: `-`, a comma list of tests, or `not(...)` of one."""
        start = self.token.start
        if self.take("-") and self.token.kind == lexer.END:
            return syntax.Tests(start, ())
        self.at = 0
        if self.is_next("not") and self.tokens[1].text == "(" and self._closes_at_end(1):
            self.at = 2
            tests = self.test_list()
            self.expect(")")
            self.finish()
            return syntax.Tests(start, tests, negated=True)
        tests = self.test_list()
        self.finish()
        return syntax.Tests(start, tests)

    def _closes_at_end(self, at: int) -> bool:
        depth = 0
        for index in range(at, len(self.tokens)):
            text = self.tokens[index].text if self.tokens[index].kind == lexer.OPERATOR else ""
            depth += (text == "(") - (text == ")")
            if depth == 0:
                return self.tokens[index + 1].kind == lexer.END
        return False

    def test_list(self) -> tuple[Node, ...]:
        tests = [self.test()]
        while self.take(","):
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> Node:
        return self.unary_range() or self.expression()

    def unary_range(self) -> Node | None:
        """`< 5` and the like, None where no comparison begins here."""
        token = self.token
        if token.kind != lexer.OPERATOR or token.text not in _COMPARISONS:
            return None
        self.at += 1
        return syntax.UnaryRange(token.start, token.text, self.additive())

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error("feel.too-deep", f"nested more than {MAX_DEPTH} deep", f"嵌套超过 {MAX_DEPTH} 层")
        outer, self.in_range_end = self.in_range_end, False
        node = self._joined("or", lambda: self._joined("and", self.comparison))
        self.in_range_end = outer
        self.depth -= 1
        return node

    def _joined(self, word: str, operand: Callable[[], Node]) -> Node:
        start = self.token.start
        operands = [operand()]
        while self.take(word):
            operands.append(operand())
        return operands[0] if len(operands) == 1 else syntax.Logic(start, word, tuple(operands))

    def comparison(self) -> Node:
        left = self.additive()
        while True:
            token = self.token
            if token.kind == lexer.OPERATOR and token.text in _COMPARISONS:
                self.at += 1
                left = syntax.Comparison(token.start, token.text, left, self.additive())
            elif self.take("between"):
                low = self.additive()
                self.expect("and")
                left = syntax.Between(token.start, left, low, self.additive())
            elif self.take("in"):
                left = syntax.In(token.start, left, self.in_tests())
            else:
                return left

    def in_tests(self) -> tuple[Node, ...]:
        """After `in`: one test, or several in parentheses; `(a..b]` is one range."""
        opening = self.token
        if not self.take("("):
            return (self.unary_range() or self.additive(),)
        first = self.test()
        if self.take(".."):
            return (self.range_from(opening, first, included=False),)
        tests = [first]
        while self.take(","):
            tests.append(self.test())
        self.expect(")")
        return tuple(tests)

    def additive(self) -> Node:
        return self._arithmetic(("+", "-"), lambda: self._arithmetic(("*", "/"), self.exponent))

    def exponent(self) -> Node:
        return self._arithmetic(("**",), self.negation)

    def _arithmetic(self, operators: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        left = operand()
        while self.token.kind == lexer.OPERATOR and self.token.text in operators:
            token = self.token
            self.at += 1
            left = syntax.Arithmetic(token.start, token.text, left, operand())
        return left

    def negation(self) -> Node:
        token = self.token
        minuses = 0
        while self.take("-"):
            minuses += 1
        node = self.postfix()
        if minuses and isinstance(node, syntax.Literal) and type(node.value) is int:
            return syntax.Literal(token.start, -node.value if minuses % 2 else node.value)
        for _ in range(minuses):
            node = syntax.Negation(token.start, node)
        return node

    def postfix(self) -> Node:
        node = self.primary()
        while True:
            token = self.token
            if self.take("."):
                node = syntax.Path(token.start, node, self.member())
            elif not self.in_range_end and self.take("["):
                node = syntax.Filter(token.start, node, self.expression())
                self.expect("]")
            elif self.take("("):
                node = self.call(node, token)
            elif token.text == "instance" and self.tokens[self.at + 1].text == "of":
                self.at += 2
                node = syntax.InstanceOf(token.start, node, parse_type(self))
            else:
                return node

    def member(self) -> str:
        if self.token.kind != lexer.NAME:
            raise self.error("feel.name", "a name is expected after '.'", "“.”之后应为名称")
        found = self.members.match(self.tokens, self.at) or unknown_name(self.tokens, self.at)
        self.at += found[1]
        return found[0]

    def call(self, function: Node, opening: Token) -> Node:
        arguments: list[Node] = []
        names: list[str] = []
        while not self.is_next(")"):
            name = self.argument_name()
            if name is not None:
                names.append(name)
            arguments.append(self.expression())
            if not self.take(","):
                break
        self.expect(")")
        if names and len(names) != len(arguments):
            raise self.error(
                "feel.mixed-arguments",
                "arguments are given by name or by place, not both",
                "参数不能混用按名与按位",
                opening,
            )
        return syntax.Call(opening.start, function, tuple(arguments), tuple(names))

    def argument_name(self) -> str | None:
        """`name:` before an argument, stepped over; None where the argument has none."""
        end = self.at
        while self.tokens[end].kind in (lexer.NAME, lexer.NUMBER):
            end += 1
        if end == self.at or self.tokens[end].text != ":":
            return None
        name = self._slice(self.at, end)
        self.at = end + 1
        return name

    def _slice(self, start: int, end: int) -> str:
        return normalised(self.text[self.tokens[start].start : self.tokens[end - 1].end])

    def primary(self) -> Node:
        token = self.token
        if token.kind == lexer.NUMBER:
            self.at += 1
            return syntax.Literal(token.start, parse_number(token.text))
        if token.kind == lexer.STRING:
            self.at += 1
            return syntax.Literal(token.start, unquote(token.text))
        if token.kind == lexer.TEMPORAL:
            self.at += 1
            return syntax.Temporal(token.start, unquote(token.text[1:].lstrip()))
        if token.kind == lexer.NAME:
            return self.name_or_keyword()
        return self.bracketed()

    def bracketed(self) -> Node:
        token = self.token
        if self.take("("):
            return self.parenthesised(token)
        if self.take("["):
            return self.list_or_range(token)
        if self.take("]"):
            start = self.expression()
            self.expect("..")
            return self.range_from(token, start, included=False)
        if self.take("{"):
            return self.context(token)
        if token.kind == lexer.END:
            raise self.error("feel.empty", "an expression is expected here", "此处应有表达式")
        raise self.error("feel.unexpected", f"'{token.text}' does not belong here", f"此处不应出现“{token.text}”")

    def parenthesised(self, opening: Token) -> Node:
        node = self.unary_range()
        if node is None:
            node = self.expression()
            if self.take(".."):
                return self.range_from(opening, node, included=False)
        self.expect(")")
        return node

    def list_or_range(self, opening: Token) -> Node:
        if self.take("]"):
            return syntax.ListLiteral(opening.start, ())
        first = self.test()
        if self.take(".."):
            return self.range_from(opening, first, included=True)
        items = [first]
        while self.take(","):
            items.append(self.test())
        self.expect("]")
        return syntax.ListLiteral(opening.start, tuple(items))

    def range_from(self, opening: Token, start: Node, *, included: bool) -> Node:
        """The rest of a range, after `..`."""
        outer, self.in_range_end = self.in_range_end, True
        end = self.additive()
        self.in_range_end = outer
        if self.take("]"):
            return syntax.RangeLiteral(opening.start, start, end, included, True)
        if not self.take("["):
            self.expect(")")
        return syntax.RangeLiteral(opening.start, start, end, included, False)

    def context(self, opening: Token) -> Node:
        entries: list[tuple[str, Node]] = []
        self.scopes.append(NameTable())
        while not self.is_next("}"):
            key = self.context_key()
            if any(key == other for other, _ in entries):
                raise self.error("feel.double-entry", f"the entry '{key}' stands twice", f"“{key}”一项重复")
            self.expect(":")
            entries.append((key, self.expression()))
            self.scopes[-1].add(key)
            self.members.add(key)
            if not self.take(","):
                break
        self.expect("}")
        self.scopes.pop()
        return syntax.ContextLiteral(opening.start, tuple(entries))

    def context_key(self) -> str:
        token = self.token
        if token.kind == lexer.STRING:
            self.at += 1
            return unquote(token.text)
        return self.new_name(":")

    def new_name(self, *ends: str) -> str:
        """A name being introduced: all up to one of the tokens that may follow it."""
        start = self.at
        while self.token.kind in (lexer.NAME, lexer.NUMBER, lexer.OPERATOR) and self.token.text not in ends:
            self.at += 1
        if start == self.at or self.tokens[start].kind != lexer.NAME:
            raise self.error("feel.name", "a name is expected here", "此处应为名称", self.tokens[start])
        return self._slice(start, self.at)

    def name_or_keyword(self) -> Node:
        token = self.token
        found = self.known_name()
        if found is not None and (token.text not in KEYWORDS or found[1] > 1):
            self.at += found[1]
            return syntax.Name(token.start, found[0])
        if token.text in _CONSTANTS:
            self.at += 1
            return syntax.Literal(token.start, _CONSTANTS[token.text])
        if token.text in ("if", "for", "some", "every", "function"):
            return self.keyword_form(token)
        if token.text in KEYWORDS:
            raise self.error("feel.unexpected", f"'{token.text}' does not belong here", f"此处不应出现“{token.text}”")
        name, count = unknown_name(self.tokens, self.at)
        self.at += count
        return syntax.Name(token.start, name)

    def known_name(self) -> tuple[str, int] | None:
        best: tuple[str, int] | None = None
        for table in (*reversed(self.scopes), self.builtins):
            found = table.match(self.tokens, self.at)
            if found and (best is None or found[1] > best[1]):
                best = found
        if best and not self.declared and self.token.text not in KEYWORDS and self.token.text != "?":
            guess = unknown_name(self.tokens, self.at)
            return guess if guess[1] > best[1] else best
        return best

    def keyword_form(self, token: Token) -> Node:
        self.at += 1
        if token.text == "if":
            condition = self.expression()
            self.expect("then")
            then = self.expression()
            self.expect("else")
            return syntax.If(token.start, condition, then, self.expression())
        if token.text == "function":
            return self.function_literal(token)
        self.scopes.append(NameTable())
        iterators = self.iterators()
        if token.text == "for":
            self.scopes[-1].add("partial")
            self.expect("return")
            node: Node = syntax.For(token.start, iterators, self.expression())
        else:
            self.expect("satisfies")
            node = syntax.Quantified(token.start, token.text == "every", iterators, self.expression())
        self.scopes.pop()
        return node

    def iterators(self) -> tuple[syntax.Iterator, ...]:
        found: list[syntax.Iterator] = []
        while not found or self.take(","):
            name = self.new_name("in")
            self.expect("in")
            domain = self.expression()
            end = self.expression() if self.take("..") else None
            found.append(syntax.Iterator(name, domain, end))
            self.scopes[-1].add(name)
        return tuple(found)

    def named_type(self) -> Type | None:
        """The caller's own type that stands here, stepped over."""
        found = self.type_names.match(self.tokens, self.at)
        if found is None:
            return None
        self.at += found[1]
        return self.types[found[0]]

    def function_literal(self, token: Token) -> Node:
        self.expect("(")
        self.scopes.append(NameTable())
        parameters: list[tuple[str, Type | None]] = []
        while not self.is_next(")"):
            name = self.new_name(":", ",", ")")
            parameters.append((name, parse_type(self) if self.take(":") else None))
            self.scopes[-1].add(name)
            if not self.take(","):
                break
        self.expect(")")
        external = self.take("external")
        body = self.expression()
        self.scopes.pop()
        return syntax.FunctionLiteral(token.start, tuple(parameters), body, external)
