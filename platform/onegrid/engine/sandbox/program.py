"""A Python script as a program: what it reads of a case's variables, and which variables it gives back."""

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onegrid.engine.sandbox.vocabulary import BUILTINS


@dataclass(frozen=True, slots=True)
class Names:
    """bound: everything that the script binds anywhere; reads, gives: names at its top level that concern the case."""

    bound: frozenset[str]
    reads: frozenset[str]
    gives: frozenset[str]


@lru_cache(maxsize=512)
def dedented(text: str) -> str:
    """The script without the indentation of the file that it stands in; its lines stay where they are."""
    first, _, rest = text.partition("\n")
    if not first.strip():
        return textwrap.dedent(text).rstrip()
    try:
        ast.parse(text)
    except IndentationError:  # it begins behind its tag, and the file's indentation begins with the second line
        return f"{first.strip()}\n{textwrap.dedent(rest)}".rstrip()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass  # said by whoever parses it
    return text.rstrip()


@lru_cache(maxsize=512)
def parse(text: str) -> ast.Module:
    """The tree of a script; raises SyntaxError, ValueError, RecursionError or MemoryError."""
    return ast.parse(dedented(text))


def names_of(tree: ast.Module) -> Names:
    """A name starting with an underscore is the script's own."""
    bound, gives, imported = set(_bound(tree)), set(_top_level(tree.body)), set(_imported(tree))
    loaded = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    own = imported | {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return Names(
        bound=frozenset(bound | imported),
        reads=frozenset(name for name in loaded - own - BUILTINS if not name.startswith("_")),
        gives=frozenset(name for name in gives - own if not name.startswith("_")),
    )


def _bound(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif (
            isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler | ast.MatchAs | ast.MatchStar)
            and node.name
        ):
            yield node.name


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)


def _top_level(body: list[ast.stmt]) -> Iterator[str]:
    """Names that statements of the script itself bind, those inside functions and comprehensions left out."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            yield from (name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names)
            continue
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            walrus = (inner.target.id for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr))
            yield from walrus
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name
        waiting.extend(ast.iter_child_nodes(node))
