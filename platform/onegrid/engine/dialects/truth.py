"""Where other languages take any value for true or false, and answer `a or b` with one of the two."""

from onegrid.engine.dialects.feel_text import AND, ATOM, COMPARISON, LOWEST, OR, Piece, joined
from onegrid.engine.dialects.untranslatable import Untranslatable

MAX_LENGTH = 20_000
MAX_CHOICES = 24  # each stands inside the one before it, and FEEL is read 32 deep
PYTHON_FALSY = '[null, false, 0, "", [], {}]'
JAVASCRIPT_FALSY = '[null, false, 0, ""]'
LOGIC = {"and": AND, "or": OR}
_TRUTHS = ("true", "false", "not(", "list contains(", "contains(", "starts with(", "ends with(", "any(", "all(")


def truth(piece: Piece, falsy: str) -> Piece:
    """The truth of a value; comparisons and logic are true or false already."""
    return piece if is_truth(piece) else Piece(f"not(list contains({falsy}, {piece.text}))")


def is_truth(piece: Piece) -> bool:
    """Whether it can only be true, false or null."""
    return (
        piece.is_truth
        or piece.holds in (OR, AND, COMPARISON)
        or (piece.holds == ATOM and not piece.is_path and piece.text.startswith(_TRUTHS))
    )


def chosen(word: str, pieces: list[Piece], falsy: str) -> Piece:
    """Where a value is asked for, `a or b` is one of the two and no truth value."""
    if all(is_truth(piece) for piece in pieces):
        return joined(word, LOGIC[word], *pieces)
    if len(pieces) > MAX_CHOICES:
        raise Untranslatable("it chooses among too many values", "可选的值过多")
    found = pieces[-1]
    for piece in reversed(pieces[:-1]):
        ways = (piece, found) if word == "or" else (found, piece)
        found = Piece(f"if {truth(piece, falsy).text} then {ways[0].text} else {ways[1].text}", LOWEST)
        if len(found.text) > MAX_LENGTH:
            raise Untranslatable("it is too long", "表达式过长")
    return found
