"""Which runs of tokens are one name: the longest match against the names known in scope."""

from collections.abc import Iterable
from functools import lru_cache

from onegrid.feel.errors import FeelSyntaxError
from onegrid.feel.lexer import END, KEYWORDS, NAME, NUMBER, OPERATOR, Token, tokens_of

_Shape = tuple[tuple[str, bool], ...]


class NameTable:
    """Names by their pieces; spaces count as present or absent, not by number.

    Looked up piece by piece, so that thousands of names that begin alike cost no more than one. below: names that are
    known as well and never change.
    """

    __slots__ = ("_below", "_first")

    def __init__(self, names: Iterable[str] = (), below: "NameTable | None" = None) -> None:
        self._first: dict[str, _Piece] = {}
        self._below = below
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Learn a name; one without letters is ignored."""
        shape = _shape_of(name)
        if not shape:
            return
        piece = self._first.setdefault(shape[0][0], _Piece())
        for further in shape[1:]:
            piece = piece.next.setdefault(further, _Piece())
        piece.name = piece.name or name

    def match(self, tokens: list[Token], at: int) -> tuple[str, int] | None:
        """The longest known name that starts at the token, with the number of its tokens."""
        known = None if self._below is None else self._below.match(tokens, at)
        piece, own, last = self._first.get(tokens[at].text), None, at
        while piece is not None:
            if piece.name:
                own = (piece.name, last - at + 1)
            last += 1
            piece = piece.next.get((tokens[last].text, tokens[last].spaced)) if last < len(tokens) else None
        return known if own is None or (known is not None and known[1] >= own[1]) else own


class _Piece:
    """What stands at one place of names that begin alike; `name`: the one that ends here."""

    __slots__ = ("name", "next")

    def __init__(self) -> None:
        self.name = ""
        self.next: dict[tuple[str, bool], _Piece] = {}


@lru_cache(maxsize=4096)
def _shape_of(name: str) -> _Shape:
    try:
        pieces = tokens_of(name)[:-1]
    except FeelSyntaxError:  # a name in a foreign file may be anything; what no expression can spell is no name
        return ()
    if not pieces or any(piece.kind not in (NAME, NUMBER, OPERATOR) for piece in pieces):
        return ()
    return tuple((piece.text, piece.spaced) for piece in pieces)


def unknown_name(tokens: list[Token], at: int) -> tuple[str, int]:
    """A name nobody declared: neighbouring words without operator or keyword between them are one name."""
    words, count = [tokens[at].text], 1
    while tokens[at + count].kind != END:
        token = tokens[at + count]
        is_word = token.kind == NAME and token.text not in KEYWORDS and token.text != "?"
        if not (token.spaced and (is_word or (token.kind == NUMBER and token.text.isdigit()))):
            break
        words.append(token.text)
        count += 1
    return " ".join(words), count


def normalised(name: str) -> str:
    """The name with its outer space cut and each inner run of white space made one space."""
    return " ".join(name.split())
