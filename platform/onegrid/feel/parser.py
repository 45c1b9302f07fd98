"""Tokens to a tree. Precedence as in DMN 10.3.1.2: or, and, comparison, + -, * /, **, minus, instance of, path."""

from collections.abc import Callable

from onegrid.feel import lexer, syntax
from onegrid.feel.cursor import Cursor
from onegrid.feel.lexer import KEYWORDS, Token, unquote
from onegrid.feel.names import unknown_name
from onegrid.feel.numbers import parse_number
from onegrid.feel.parse_forms import FORMS, context, keyword_form
from onegrid.feel.syntax import Node
from onegrid.feel.types_parser import parse_type
from onegrid.feel.values import Value

MAX_DEPTH = 32
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_CONSTANTS = {"true": True, "false": False, "null": None}


class Parser(Cursor):
    """One text read from its beginning; each method reads one rule of the grammar and steps over it."""

    def expression_to_end(self) -> Node:
        """The whole text as one expression."""
        node = self.expression()
        self.finish()
        return node

    def tests_to_end(self) -> syntax.Tests:
        """The whole text as unary tests: `-`, a comma list of tests, or `not(...)` of one."""
        start = self.token.start
        if self.take("-") and self.token.kind == lexer.END:
            return syntax.Tests(start, ())
        self.at = 0
        if self.is_next("not") and self.tokens[1].text == "(" and self.closes_at_end(1):
            self.at = 2
            tests = self.test_list()
            self.expect(")")
            self.finish()
            return syntax.Tests(start, tests, negated=True)
        tests = self.test_list()
        self.finish()
        return syntax.Tests(start, tests)

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

    def _number(self, token: Token) -> Value:
        try:
            return parse_number(token.text)
        except (ArithmeticError, ValueError):
            raise self.error("feel.number", "the number is too large", "数字过大", token) from None

    def primary(self) -> Node:
        token = self.token
        if token.kind == lexer.NUMBER:
            self.at += 1
            return syntax.Literal(token.start, self._number(token))
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
            return context(self, token)
        if token.kind == lexer.END:
            raise self.error("feel.empty", "an expression is expected here", "此处应有表达式")
        raise self.unexpected()

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

    def name_or_keyword(self) -> Node:
        token = self.token
        found = self.known_name()
        if found is not None and (token.text not in KEYWORDS or found[1] > 1):
            self.at += found[1]
            return syntax.Name(token.start, found[0])
        if token.text in _CONSTANTS:
            self.at += 1
            return syntax.Literal(token.start, _CONSTANTS[token.text])
        if token.text in FORMS:
            return keyword_form(self, token)
        if token.text in KEYWORDS:
            raise self.unexpected()
        name, count = unknown_name(self.tokens, self.at)
        self.at += count
        return syntax.Name(token.start, name)
