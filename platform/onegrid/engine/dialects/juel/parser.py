"""JUEL to FEEL, mechanically: operators, paths, `empty`, ternaries and the calls that every engine of that family has.

Camunda 7, Flowable and Activiti evaluate `${…}` and `#{…}` with the unified expression language of Java EE.
"""

from onegrid.engine.dialects.feel_text import (
    ATOM,
    COMPARISON,
    LOWEST,
    PRODUCT,
    SUM,
    UNARY,
    Piece,
    added,
    counted,
    empty,
    equal,
    joined,
    member,
    negated,
    number,
    ordered,
    picked,
    remainder,
    summed,
    text_literal,
    truth_of_text,
    unequal,
    variable,
)
from onegrid.engine.dialects.juel.calls import PREFIXES, attribute, function, method
from onegrid.engine.dialects.juel.tokens import (
    END,
    MAX_LENGTH,
    NAME,
    NUMBER,
    SIGN,
    TEXT,
    Token,
    of_juel,
    of_script,
    tokens_of,
)
from onegrid.engine.dialects.truth import JAVASCRIPT_FALSY, LOGIC, PYTHON_FALSY, chosen, is_truth, truth
from onegrid.engine.dialects.untranslatable import Untranslatable

JUEL, JAVASCRIPT, GROOVY, JAVA = "juel", "javascript", "groovy", "java"
SPOKEN = {
    **dict.fromkeys(("javascript", "ecmascript", "js", "text/javascript", "application/javascript"), JAVASCRIPT),
    **dict.fromkeys(("java", "beanshell", "bsh"), JAVA),
    "groovy": GROOVY,
}
_COUNTERS = {
    "nrOfInstances": "numberOfInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
}
_CONSTANTS = ("true", "false", "null")
MAX_DEPTH = 60


class Parser:
    """Recursive descent over one expression (EL 2.2, 1.19), also of a line of a script in another language."""

    def __init__(self, text: str, language: str = JUEL) -> None:
        self.language = language
        self.falsy = JAVASCRIPT_FALSY if language == JAVASCRIPT else PYTHON_FALSY  # Groovy has Python's
        self.tokens = tokens_of(text, of_juel if language == JUEL else of_script)
        self.at, self.depth, self.asking = 0, 0, 0

    def asked(self) -> Piece:
        """The expression where truth is asked for."""
        found = self.whole()
        return found if self.language == JUEL else truth(found, self.falsy)

    def whole(self) -> Piece:
        """The expression, with nothing behind it."""
        found = self.expression()
        if self.here.kind != END:
            raise _unexpected(self.here)
        return found

    @property
    def here(self) -> Token:
        """The token to come."""
        return self.tokens[self.at]

    def takes(self, *signs: str) -> str:
        """The sign to come, taken, if it is one of these; else empty."""
        if self.here.kind == SIGN and self.here.text in signs:
            self.at += 1
            return self.tokens[self.at - 1].text
        return ""

    def needs(self, sign: str) -> None:
        """Take that sign."""
        if not self.takes(sign):
            raise _unexpected(self.here)

    def expression(self) -> Piece:
        """With a ternary."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Untranslatable("it is nested too deep", "嵌套过深")
        asked = self._or()
        if self.takes("?"):
            self.asking += 1
            yes = self.expression()
            self.asking -= 1
            self.needs(":")
            no = self.expression()
            if self.language != JUEL:
                asked = truth(asked, self.falsy)
            asked = Piece(f"if {asked.text} then {yes.text} else {no.text}", LOWEST)
        self.depth -= 1
        return asked

    def _or(self) -> Piece:
        found = [self._and()]
        while self.takes("||"):
            found.append(self._and())
        return self._logic("or", found)

    def _and(self) -> Piece:
        found = [self._equality()]
        while self.takes("&&"):
            found.append(self._equality())
        return self._logic("and", found)

    def _logic(self, word: str, found: list[Piece]) -> Piece:
        if len(found) == 1:
            return found[0]
        if self.language == JAVASCRIPT:
            return chosen(word, found, self.falsy)
        if self.language != JUEL:
            return joined(word, LOGIC[word], *(truth(each, self.falsy) for each in found))
        return joined(word, LOGIC[word], *map(truth_of_text, found))

    def _equality(self) -> Piece:
        found = self._relation()
        while sign := self.takes("==", "!="):
            right = self._relation()
            found = self._compared(sign, found, right)
        return found

    def _compared(self, sign: str, left: Piece, right: Piece) -> Piece:
        if self.language in (JUEL, JAVASCRIPT):
            return equal(left, right) if sign == "==" else unequal(left, right)
        if "null" in (left.text, right.text):
            return joined(sign.replace("==", "="), COMPARISON, left, right)
        same = joined("=", COMPARISON, left, right)  # a text is no number there
        return same if sign == "==" else Piece(f"({same.text}) != true", COMPARISON, is_truth=True)

    def _relation(self) -> Piece:
        found = self._sum()
        while sign := self.takes("<", ">", "<=", ">="):
            found = ordered(sign, found, self._sum())
        return found

    def _sum(self) -> Piece:
        found = self._product()
        while sign := self.takes("+", "-"):
            right = self._product()
            if sign == "+":
                found = added(found, right) if self.language != JUEL else summed(number(found), number(right))
            else:
                found = joined(sign, SUM, number(found), number(right))
        return found

    def _product(self) -> Piece:
        found = self._unary()
        while sign := self.takes("*", "/", "%"):
            right = self._unary()
            if self.language in (GROOVY, JAVA) and ((sign == "/" and self.language == JAVA) or _said(found, right)):
                raise Untranslatable("it computes with texts or whole numbers", "对文本或整数做运算")
            found, right = number(found), number(right)
            found = _short(remainder(found, right) if sign == "%" else joined(sign, PRODUCT, found, right))
        return found

    def _unary(self) -> Piece:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Untranslatable("it is nested too deep", "嵌套过深")
        if self.takes("!"):
            inner = self._unary()
            if self.language != JUEL and not is_truth(inner):
                found = Piece(f"list contains({self.falsy}, {inner.text})")
            else:
                found = negated(inner)
        elif self.takes("-"):
            if self.language != JUEL and self.here == Token(SIGN, "-"):
                raise _unexpected(self.here)  # `--x` changes x
            found = Piece(f"-{self._unary().within(UNARY)}", UNARY)
        elif self.here == Token(NAME, "empty"):
            self.at += 1
            found = empty(self._unary())
        else:
            found = self._path()
        self.depth -= 1
        return found

    def _path(self) -> Piece:
        token = self.here
        self.at += 1
        if token == Token(SIGN, "("):
            inner = self.expression()
            self.needs(")")
            found = inner if self._ends_here() else Piece(f"({inner.text})")
        elif token.kind == NUMBER:
            if self.language != JUEL and token.text.startswith("0") and token.text.isdigit() and token.text != "0":
                raise _unexpected(token)  # octal
            found = Piece(f"0{token.text}" if token.text.startswith(".") else token.text)
        elif token.kind == TEXT:
            found = text_literal(token.text)
        elif token.kind == NAME and token.text in _CONSTANTS:
            found = Piece(token.text)
        elif token.kind == NAME:
            found = self._name(token.text)
        else:
            raise _unexpected(token)
        return self._members(found)

    def _ends_here(self) -> bool:
        """Whether no member follows: then brackets are written only where they are needed."""
        return not (self.here.kind == SIGN and self.here.text in (".", "["))

    def _name(self, name: str) -> Piece:
        if self._is_prefix(name):  # variables:get(x)
            self.needs(":")
            prefix, name = name, self._word()
            self.needs("(")
            return function(f"{prefix}:{name}", self._arguments())
        if self.takes("("):
            return function(name, self._arguments())
        if name in _COUNTERS:
            return Piece(_COUNTERS[name])
        if name == "loopCounter":  # the first is 0 there and 1 here
            return Piece("loopCounter - 1", SUM)
        return variable(name)

    def _is_prefix(self, name: str) -> bool:
        """Whether a function's name follows; between `?` and `:` any other word than a known prefix ends there."""
        colon, word, bracket = [*self.tokens[self.at : self.at + 3], *[Token(END, "")] * 2][:3]
        is_called = colon == Token(SIGN, ":") and word.kind == NAME and bracket == Token(SIGN, "(")
        return is_called and (name in PREFIXES or not self.asking)

    def _members(self, found: Piece) -> Piece:
        while sign := self.takes(".", "["):
            if sign == "[":
                inner = self.expression()
                self.needs("]")
                found = _indexed(found, inner, may_be_text=self.language != JUEL and self._is_last())
                continue
            name = self._word()
            if name == "length" and self.language != JUEL and self.here != Token(SIGN, "("):
                found = _short(counted(found))
                continue
            if not self.takes("("):
                found = attribute(found, name)
            elif name == "size" and self.language != JUEL and self.takes(")"):  # of a text, too
                found = _short(counted(found))
            else:
                found = _short(method(found, name, self._arguments()))
        return found

    def _is_last(self) -> bool:
        """Whether no member or item of it is asked for: else it is no sign of a text, unless a method is called."""
        dot, _, bracket = [*self.tokens[self.at : self.at + 3], *[Token(END, "")] * 2][:3]
        return self._ends_here() or (dot.text == "." and bracket == Token(SIGN, "("))

    def _word(self) -> str:
        token = self.here
        if token.kind != NAME:
            raise _unexpected(token)
        self.at += 1
        return token.text

    def _arguments(self) -> list[Piece]:
        found: list[Piece] = []
        if self.takes(")"):
            return found
        found.append(self.expression())
        while self.takes(","):
            found.append(self.expression())
        self.needs(")")
        return found


def _short(piece: Piece) -> Piece:
    """What needs a part of it twice grows with each; it is given up before it costs anything."""
    if len(piece.text) > MAX_LENGTH:
        raise Untranslatable("it is too long", "表达式过长")
    return piece


def _said(*pieces: Piece) -> bool:
    return any(piece.literal is not None for piece in pieces)


def _indexed(owner: Piece, inner: Piece, *, may_be_text: bool) -> Piece:
    """`list[0]` is `list[1]` in FEEL; `map['key']` a member."""
    if inner.literal is not None:
        return member(owner, inner.literal)
    if inner.text.isdigit() and may_be_text:
        return picked(owner, int(inner.text) + 1)
    if inner.text.isdigit():
        return Piece(f"{owner.within(ATOM)}[{int(inner.text) + 1}]", is_path=owner.is_path)
    raise Untranslatable(
        "it picks a member by a computed key",
        "用计算出的键取值",
        ("Write list[i + 1] or get value(map, key).", "请写 list[i + 1] 或 get value(map, key)。"),
    )


def _unexpected(token: Token) -> Untranslatable:
    said = token.text or "…"
    return Untranslatable(f"“{said}” does not belong there", f"“{said}”位置不对")
