"""A place in the tokens of a text, and what is known there: names in scope, members, types."""

from collections.abc import Mapping

from onegrid.feel import lexer
from onegrid.feel.errors import FeelSyntaxError
from onegrid.feel.lexer import KEYWORDS, Token, tokens_of
from onegrid.feel.names import NameTable, normalised, unknown_name
from onegrid.feel.types import Type

_OTHER_LANGUAGES = (
    ("==", "="),
    ("&&", "and"),
    ("||", "or"),
    ("!", "not(...)"),
    ("${", "the expression without ${ }"),
    ("#{", "the expression without #{ }"),
    ("'", 'texts in "double quotes"'),
    ("%", "modulo(a, b)"),
)

_SIGNS = frozenset({lexer.OPERATOR, lexer.NAME})


class Cursor:
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
        self._type_names: NameTable | None = None
        self.depth = 0
        self.in_range_end = False

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def error(self, code: str, en: str, zh: str, at: Token | None = None) -> FeelSyntaxError:
        return FeelSyntaxError(code, en, zh, self.text, (at or self.token).start)

    def is_next(self, text: str) -> bool:
        token = self.tokens[self.at]
        return token.text == text and token.kind in _SIGNS

    def take(self, text: str) -> bool:
        """Step over the token if it is the one named."""
        token = self.tokens[self.at]
        if token.text != text or token.kind not in _SIGNS:
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> None:
        if not self.take(text):
            found = self.token.text or "the end"
            raise self.error(
                "feel.expected",
                f"'{text}' is expected before '{found}'",
                f"“{self.token.text or '结尾'}”之前应为“{text}”",
            )

    def finish(self) -> None:
        if self.token.kind != lexer.END:
            raise self.unexpected()

    def unexpected(self) -> FeelSyntaxError:
        """What stands here does not belong here; for the habits of other languages with the word of FEEL."""
        text = self.token.text
        around = self.text[max(self.token.start - 1, 0) : self.token.end + 1]
        for foreign, own in _OTHER_LANGUAGES:
            if foreign in around:
                return self.error(
                    "feel.foreign", f"FEEL writes {own}, not '{foreign}'", f"FEEL 用 {own}，不用“{foreign}”"
                )
        return self.error("feel.unexpected", f"'{text}' does not belong here", f"此处不应出现“{text}”")

    def closes_at_end(self, at: int) -> bool:
        depth = 0
        for index in range(at, len(self.tokens)):
            text = self.tokens[index].text if self.tokens[index].kind == lexer.OPERATOR else ""
            depth += (text == "(") - (text == ")")
            if depth == 0:
                return self.tokens[index + 1].kind == lexer.END
        return False

    def slice_of(self, start: int, end: int) -> str:
        return normalised(self.text[self.tokens[start].start : self.tokens[end - 1].end])

    def new_name(self, *ends: str) -> str:
        """A name being introduced: all up to one of the tokens that may follow it."""
        start = self.at
        while self.token.kind in (lexer.NAME, lexer.NUMBER, lexer.OPERATOR) and self.token.text not in ends:
            self.at += 1
        if start == self.at or self.tokens[start].kind != lexer.NAME:
            raise self.error("feel.name", "a name is expected here", "此处应为名称", self.tokens[start])
        return self.slice_of(start, self.at)

    def argument_name(self) -> str | None:
        """`name:` before an argument, stepped over; None where the argument has none."""
        end = self.at
        while self.tokens[end].kind in (lexer.NAME, lexer.NUMBER):
            end += 1
        if end == self.at or self.tokens[end].text != ":":
            return None
        name = self.slice_of(self.at, end)
        self.at = end + 1
        return name

    def member(self) -> str:
        if self.token.kind != lexer.NAME:
            raise self.error("feel.name", "a name is expected after '.'", "“.”之后应为名称")
        found = self.members.match(self.tokens, self.at) or unknown_name(self.tokens, self.at)
        self.at += found[1]
        return found[0]

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

    def named_type(self) -> Type | None:
        """The caller's own type that stands here, stepped over."""
        if self._type_names is None:  # few texts ask, and a model may have thousands
            self._type_names = NameTable(self.types)
        found = self._type_names.match(self.tokens, self.at)
        if found is None:
            return None
        self.at += found[1]
        return self.types[found[0]]
