"""FEEL text under construction: each piece knows how tightly it holds, so that only needed brackets are written."""

import re
from decimal import Decimal
from typing import NamedTuple

from onegrid.engine.dialects.untranslatable import Untranslatable
from onegrid.engine.extension.vocabulary import RESERVED
from onegrid.feel.lexer import KEYWORDS

LOWEST, OR, AND, COMPARISON, SUM, PRODUCT, UNARY, ATOM = range(8)
_NAME = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SURE = re.compile(r"\d|(count|string length|modulo)\(")
_WORDS = frozenset({*KEYWORDS, "null", "true", "false", "not"})


class Piece(NamedTuple):
    """`literal`: what a text says, else None. `is_path`: a variable, also with members. `is_truth`: true or false."""

    text: str
    holds: int = ATOM
    literal: str | None = None
    is_path: bool = False
    is_truth: bool = False

    def within(self, least: int) -> str:
        """The text, in brackets where it holds less than that."""
        return self.text if self.holds >= least else f"({self.text})"


def text_literal(said: str) -> Piece:
    """A FEEL string."""
    escaped = said.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return Piece(f'"{escaped}"', literal=said)


def variable(name: str) -> Piece:
    """A variable; our reserved words get a `_` behind them, as everywhere in an imported file."""
    return Piece(variable_name(name), is_path=True)


def variable_name(name: str) -> str:
    """The name under which a variable of another engine is kept here; raises Untranslatable where it can be none."""
    if name in _WORDS or not _NAME.fullmatch(name):
        raise Untranslatable(f"“{name}” can't be the name of a variable", f"“{name}”不能作为变量名")
    return f"{name}_" if name in RESERVED and name != "loopCounter" else name


def joined(sign: str, holds: int, *pieces: Piece) -> Piece:
    """`a sign b sign c`, grouped from the left: the first may hold as loosely as the whole, the others more."""
    rest = [piece.within(holds if sign in ("and", "or") else holds + 1) for piece in pieces[1:]]
    return Piece(f" {sign} ".join([pieces[0].within(holds), *rest]), holds)


def added(left: Piece, right: Piece) -> Piece:
    """`+`: beside a text every other value becomes text, as in the languages that these scripts are written in."""
    pieces = [left, right]
    for at, other in ((0, 1), (1, 0)):
        if pieces[other].text.startswith('"') and not pieces[at].text.startswith('"'):
            pieces[at] = called("string", pieces[at])
    return joined("+", SUM, *pieces)


def summed(left: Piece, right: Piece) -> Piece:
    """`+` of JUEL, which only adds numbers: where both may be texts, FEEL's would put them together."""
    known = any(_is_number(one) or one.text.startswith('"') for one in (left, right))
    return added(left, right) if known else called("sum", left, right)


def called(name: str, *pieces: Piece) -> Piece:
    """A call of a FEEL function."""
    return Piece(f"{name}({', '.join(piece.text for piece in pieces)})")


def member(owner: Piece, name: str) -> Piece:
    """`owner.name`, through `get value` where the name is no word."""
    if _NAME.fullmatch(name) and name not in _WORDS:
        return Piece(f"{owner.within(ATOM)}.{name}", is_path=owner.is_path)
    return called("get value", owner, text_literal(name))


def equal(left: Piece, right: Piece) -> Piece:
    """A text that reads as a number or truth value is compared as both: JUEL coerces (EL 2.2, 1.18)."""
    for one, other in ((left, right), (right, left)):
        said = one.literal
        if said is not None and other.is_path and (said in ("true", "false") or _NUMBER.fullmatch(said)):
            return Piece(f"list contains([{one.text}, {said}], {other.text})")
        if said == "" and other.is_path:  # beside a number it counts as 0, beside a truth value as false
            return Piece(f'list contains(["", 0, false], {other.text})')
    return joined("=", COMPARISON, *_beside_number(left, right))


def ordered(sign: str, left: Piece, right: Piece) -> Piece:
    """A text that reads as a number is one beside a number, and a text beside a text (EL 2.2, 1.18.5)."""
    for one, other in ((left, right), (right, left)):
        if one.literal is not None and _NUMBER.fullmatch(one.literal) and other.is_path:
            as_texts = joined(sign, COMPARISON, left, right)
            as_numbers = joined(sign, COMPARISON, *(number(each) for each in (left, right)))
            either = f"if {other.text} instance of number then {as_numbers.text} else {as_texts.text}"
            return Piece(either, LOWEST, is_truth=True)
    return joined(sign, COMPARISON, *_beside_number(left, right))


def number(piece: Piece) -> Piece:
    """A text that reads as a number as that number; anything else as it is."""
    if piece.literal is None or not _NUMBER.fullmatch(piece.literal):
        return piece
    return Piece(f"{Decimal(piece.literal):f}", UNARY if piece.literal.startswith("-") else ATOM)


def _beside_number(left: Piece, right: Piece) -> tuple[Piece, Piece]:
    """Both as numbers where one surely is."""
    return (number(left), number(right)) if _is_number(left) or _is_number(right) else (left, right)


def _is_number(piece: Piece) -> bool:
    """A literal, arithmetic without texts, or a call that gives nothing else."""
    if piece.holds in (SUM, PRODUCT, UNARY):
        return '"' not in piece.text and "string(" not in piece.text
    return _is_plain(piece)


def unequal(left: Piece, right: Piece) -> Piece:
    """The opposite of `equal`."""
    same = equal(left, right)
    return joined("!=", COMPARISON, *_beside_number(left, right)) if same.holds == COMPARISON else called("not", same)


def counted(piece: Piece) -> Piece:
    """How many signs a text has, entries a context, items a list."""
    short = piece.within(SUM)
    return Piece(
        f"if {short} instance of string then string length({piece.text}) "
        f"else if {short} instance of context then count(get entries({piece.text})) else count({piece.text})",
        LOWEST,
    )


def picked(owner: Piece, at: int) -> Piece:
    """The item of a list or the sign of a text at that place, from 1 or, negative, from the end."""
    return Piece(
        f"if {owner.within(SUM)} instance of string then substring({owner.text}, {at}, 1) "
        f"else {owner.within(ATOM)}[{at}]",
        LOWEST,
    )


def negated(piece: Piece) -> Piece:
    """JUEL's `!`: null counts as false there, so that a plain variable is asked for `!= true`."""
    if piece.is_path:
        return Piece(f"{piece.text} != true", COMPARISON)
    if (
        piece.holds in (OR, AND)
        or (piece.holds == LOWEST and piece.is_truth)
        or (piece.holds == COMPARISON and not piece.text.endswith((" null", " != true")))
    ):
        return Piece(f"({piece.text}) != true", COMPARISON)  # null where a value is missing; `not` would keep it null
    return called("not", piece)


def empty(piece: Piece) -> Piece:
    """JUEL's `empty`: null, no text, no items, no entries (EL 2.2, 1.15)."""
    return Piece(f'list contains([null, "", [], {{}}], {piece.text})')


def remainder(left: Piece, right: Piece) -> Piece:
    """`%` has the sign of its left side in Java, Groovy and JavaScript, and that of its right side in FEEL."""
    if _is_plain(left) and _is_plain(right):
        return called("modulo", left, right)
    by = right if _is_plain(right) else called("abs", right)
    return Piece(
        f"(if {left.within(SUM)} < 0 then -1 else 1) * {called('modulo', called('abs', left), by).text}", PRODUCT
    )


def whole(piece: Piece) -> Piece:
    """Without what stands behind the point, as Java's `intValue` gives it."""
    return piece if _is_plain(piece) and "." not in piece.text else Piece(f"round down({piece.text}, 0)")


def _is_plain(piece: Piece) -> bool:
    """A number that is written so or counted: none below 0."""
    return piece.holds == ATOM and piece.literal is None and bool(_SURE.match(piece.text))


def truth_of_text(piece: Piece) -> Piece:
    """JUEL reads a text where truth is asked for: only `true` is (EL 2.2, 1.18.4)."""
    return piece if piece.literal is None else Piece("true" if piece.literal.lower() == "true" else "false")
