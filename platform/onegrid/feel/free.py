"""Which names an expression takes from its scope, for linting."""

from collections.abc import Iterator

from onegrid.feel import syntax
from onegrid.feel.builtins import BUILTINS

_NONE: frozenset[str] = frozenset()


def free_paths_in(node: syntax.Node, bound: frozenset[str] = _NONE) -> Iterator[tuple[str, ...]]:
    """Each free name with the members read from it; filters' conditions are left out, being about items."""
    path = _path_of(node)
    if path is not None:
        if path[0] not in bound and path[0] != "?" and not (len(path) == 1 and path[0] in BUILTINS):
            yield path
    elif isinstance(node, syntax.For | syntax.Quantified):
        yield from _in_loop(node, bound)
    elif isinstance(node, syntax.ContextLiteral):
        for key, value in node.entries:
            yield from free_paths_in(value, bound)
            bound = bound | {key}
    elif isinstance(node, syntax.FunctionLiteral):
        yield from free_paths_in(node.body, bound.union(name for name, _ in node.parameters))
    elif isinstance(node, syntax.Filter):
        yield from free_paths_in(node.base, bound)
    else:
        for child in syntax.children(node):
            yield from free_paths_in(child, bound)


def free_calls_in(node: syntax.Node, bound: frozenset[str] = _NONE) -> Iterator[str]:
    """Names that are called as functions and are neither built in nor made here, `a.b` for a member.

    Filters' conditions are left out.
    """
    if isinstance(node, syntax.Call) and isinstance(node.function, syntax.Name):
        name = node.function.name
        if name not in bound and name not in BUILTINS:
            yield name
    if isinstance(node, syntax.Call) and isinstance(node.function, syntax.Path):
        path = _path_of(node.function)
        if path is not None and path[0] not in bound:
            yield ".".join(path)
    if isinstance(node, syntax.For | syntax.Quantified):
        bound = bound.union(iterator.name for iterator in node.iterators)
    elif isinstance(node, syntax.ContextLiteral):
        bound = bound.union(key for key, _ in node.entries)
    elif isinstance(node, syntax.FunctionLiteral):
        bound = bound.union(name for name, _ in node.parameters)
    for child in [node.base] if isinstance(node, syntax.Filter) else syntax.children(node):
        yield from free_calls_in(child, bound)


def _path_of(node: syntax.Node) -> tuple[str, ...] | None:
    if isinstance(node, syntax.Name):
        return (node.name,)
    if isinstance(node, syntax.Path):
        base = _path_of(node.base)
        return None if base is None else (*base, node.name)
    return None


def _in_loop(node: syntax.For | syntax.Quantified, bound: frozenset[str]) -> Iterator[tuple[str, ...]]:
    for iterator in node.iterators:
        for domain in (iterator.domain, iterator.end):
            if domain is not None:
                yield from free_paths_in(domain, bound)
        bound = bound | {iterator.name}
    body = node.body if isinstance(node, syntax.For) else node.condition
    yield from free_paths_in(body, bound | {"partial"})
