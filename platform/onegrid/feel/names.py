"""Which runs of tokens are one name: the longest match against the names known in scope."""

from collections.abc import Iterable
from functools import lru_cache

from onegrid.feel.lexer import END, KEYWORDS, NAME, NUMBER, OPERATOR, Token, tokens_of

_Shape = tuple[tuple[str, bool], ...]


class NameTable:
    """Names by their first token; spaces count as present or absent, not by number."""

    __slots__ = ("_by_first",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, tuple[tuple[_Shape, str], ...]] = {}
        for name in names:
            self.add(name)

    def copy(self) -> "NameTable":
        """A table of its own that knows the same."""
        made = NameTable()
        made._by_first = self._by_first.copy()  # the entries themselves are never changed
        return made

    def add(self, name: str) -> None:
        """Learn a name; one without letters is ignored."""
        shape = _shape_of(name)
        if shape:
            before = self._by_first.get(shape[0][0], ())
            self._by_first[shape[0][0]] = (
                tuple(sorted((*before, (shape, name)), key=_longest_first)) if before else ((shape, name),)
            )

    def match(self, tokens: list[Token], at: int) -> tuple[str, int] | None:
        """The longest known name that starts at the token, with the number of its tokens."""
        for shape, name in self._by_first.get(tokens[at].text, ()):
            if len(shape) <= len(tokens) - at and _fits(shape, tokens, at):
                return name, len(shape)
        return None


def _longest_first(entry: tuple[_Shape, str]) -> int:
    return -len(entry[0])


def _fits(shape: _Shape, tokens: list[Token], at: int) -> bool:
    for offset, (text, spaced) in enumerate(shape):
        token = tokens[at + offset]
        if token.text != text or (offset and token.spaced != spaced):
            return False
    return True


@lru_cache(maxsize=4096)
def _shape_of(name: str) -> _Shape:
    pieces = tokens_of(name)[:-1]
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
