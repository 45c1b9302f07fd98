"""Which column each node of a scope stands in, and in which order: layers by longest path (Sugiyama), loops led back.

Nothing here recurses: chains may be thousands of nodes long.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

Edge = tuple[str, str]
MAX_BENDS = 20_000
_SWEEPS = 4


class Layers:
    """Columns of names. A flow over several columns passes through bends, which take a place of their own."""

    def __init__(self, nodes: Sequence[str], edges: Sequence[Edge]) -> None:
        self.back = _back_edges(nodes, edges)
        forward = [edge for edge in dict.fromkeys(edges) if edge not in self.back and edge[0] != edge[1]]
        self.rank = _ranks(nodes, forward)
        self.bends: dict[Edge, list[str]] = {}
        self.columns: list[list[str]] = [[] for _ in range(max(self.rank.values(), default=-1) + 1)]
        for node in nodes:
            self.columns[self.rank[node]].append(node)
        self.before: dict[str, list[str]] = defaultdict(list)
        self.after: dict[str, list[str]] = defaultdict(list)
        self._connect(forward)
        self._order()

    def is_bend(self, name: str) -> bool:
        """Whether the name stands for a place that only a flow passes."""
        return name.startswith("\0")

    def _connect(self, forward: list[Edge]) -> None:
        count = sum(max(0, self.rank[target] - self.rank[source] - 1) for source, target in forward)
        for source, target in forward:
            way = [source]
            if count <= MAX_BENDS:
                for rank in range(self.rank[source] + 1, self.rank[target]):
                    bend = f"\0{source}\0{target}\0{rank}"
                    self.columns[rank].append(bend)
                    way.append(bend)
            self.bends[source, target] = way[1:]
            way.append(target)
            for one, other in pairwise(way):
                self.after[one].append(other)
                self.before[other].append(one)

    def _order(self) -> None:
        """Barycentres, forwards and backwards, so that flows cross as seldom as a quick look can make them."""
        for sweep in range(_SWEEPS):
            forwards = sweep % 2 == 0
            neighbours = self.before if forwards else self.after
            columns = self.columns[1:] if forwards else self.columns[-2::-1]
            place = {name: at for column in self.columns for at, name in enumerate(column)}
            for column in columns:
                middle = {
                    name: sum(place[other] for other in neighbours[name]) / len(neighbours[name])
                    if neighbours[name]
                    else place[name]
                    for name in column
                }
                column.sort(key=lambda name: (middle[name], place[name]))
                place.update({name: at for at, name in enumerate(column)})


def _back_edges(nodes: Sequence[str], edges: Sequence[Edge]) -> set[Edge]:
    """Edges that close a loop, found by walking in the order of the file, sources first."""
    after: dict[str, list[str]] = defaultdict(list)
    entered = set()
    for source, target in edges:
        after[source].append(target)
        entered.add(target)
    back: set[Edge] = set()
    state: dict[str, int] = {}
    for root in sorted(nodes, key=lambda node: node in entered):
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(after[root]))]
        while stack:
            node, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[node] = 2
                stack.pop()
            elif state.get(following) == 1:
                back.add((node, following))
            elif following not in state:
                state[following] = 1
                stack.append((following, iter(after[following])))
    return back


def _ranks(nodes: Sequence[str], forward: Sequence[Edge]) -> dict[str, int]:
    after: dict[str, list[str]] = defaultdict(list)
    waiting = dict.fromkeys(nodes, 0)
    for source, target in forward:
        after[source].append(target)
        waiting[target] += 1
    rank = dict.fromkeys(nodes, 0)
    ready = [node for node in nodes if not waiting[node]]
    for node in ready:
        for target in after[node]:
            rank[target] = max(rank[target], rank[node] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return rank
