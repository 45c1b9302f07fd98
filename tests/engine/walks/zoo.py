"""One model for each element, mixtures of them, and random ones."""

import random
from collections.abc import Callable

from tests.engine.walks.blocks import (
    Block,
    alarmed,
    call,
    each_sub_process,
    each_task,
    exclusive,
    failing,
    guarded,
    inclusive,
    loop,
    manual,
    message,
    parallel,
    race,
    receive,
    rule,
    script,
    sequence,
    service,
    signalled,
    sub_process,
    terminated,
    told,
    user,
    wait,
)
from tests.engine.walks.event_blocks import escalating, guarded_by_two, repeated, several

ZOO: dict[str, Block] = {
    "straight": sequence(user(), script(), manual(), user()),
    "service": sequence(user(), service(), user()),
    "rule": sequence(rule(), user()),
    "exclusive": sequence(exclusive(user(), sequence(user(), user()), script()), user()),
    "parallel": sequence(parallel(user(), sequence(user(), user()), script()), user()),
    "parallel nested": parallel(user(), sequence(user(), parallel(user(), user())), user()),
    "inclusive": sequence(inclusive(user(), sequence(user(), user()), user()), user()),
    "inclusive nested": inclusive(user(), inclusive(user(), user()), sequence(user(), user())),
    "loop": loop(sequence(user(), user())),
    "loop in parallel": parallel(loop(user()), loop(sequence(user(), script()))),
    "sub-process": sequence(sub_process(sequence(user(), parallel(user(), user()))), user()),
    "sub-process three deep": sub_process(sub_process(sequence(user(), sub_process(user())))),
    "call": sequence(user(), call(sequence(user(), exclusive(user(), script()))), user()),
    "calls in parallel": parallel(call(user()), call(sequence(user(), user()))),
    "multi-instance task": sequence(each_task(), user()),
    "multi-instance task in turn": sequence(each_task(sequential=True), user()),
    "multi-instance until": sequence(each_task(enough=True), user()),
    "multi-instance in turn until": sequence(each_task(sequential=True, enough=True), user()),
    "multi-instance sub-process": sequence(each_sub_process(sequence(user(), script(), user())), user()),
    "multi-instance sub-process in turn": each_sub_process(user(), sequential=True),
    "timer": parallel(sequence(user(), wait(), user()), user()),
    "message": parallel(sequence(message(), user()), user()),
    "receive": sequence(receive(), user()),
    "race": sequence(race(user(), sequence(user(), user())), user()),
    "race in a loop": loop(race(user(), script())),
    "signal": sequence(signalled(), user()),
    "message inside": sequence(told(), user()),
    "boundary signal": sequence(alarmed(interrupting=True), user()),
    "boundary signal beside": sequence(alarmed(interrupting=False), user()),
    "boundary timer": sequence(guarded("timer", True, False, user()), user()),
    "boundary timer beside": sequence(guarded("timer", False, False, user()), user()),
    "boundary message": sequence(guarded("message", True, False, user()), user()),
    "boundary message beside": sequence(guarded("message", False, False, user()), user()),
    "boundary timer on sub-process": sequence(guarded("timer", True, True, user()), user()),
    "boundary timer beside sub-process": sequence(guarded("timer", False, True, user()), user()),
    "boundary message on sub-process": sequence(guarded("message", True, True, user()), user()),
    "boundary in a loop": loop(guarded("timer", True, False, user())),
    "error": sequence(failing(user()), user()),
    "terminate": sequence(terminated(), user()),
    "error beside sub-processes": sequence(failing(user(), sub_process(sub_process(sequence(user(), user())))), user()),
    "error beside a call": sequence(failing(user(), call(sequence(user(), sub_process(user())))), user()),
    "error beside instances": failing(user(), each_sub_process(sequence(user(), user()))),
    "terminate beside sub-processes": sequence(terminated(sub_process(sub_process(sequence(user(), wait())))), user()),
    "terminate beside a call": sequence(terminated(call(parallel(user(), call(user()), message()))), user()),
    "terminate beside instances": terminated(each_sub_process(sequence(user(), user()))),
    "multi-instance sub-process until": sequence(each_sub_process(sequence(user(), user()), enough=True), user()),
    "multi-instance sub-process until, nested": each_sub_process(
        sequence(user(), sub_process(sequence(user(), script(), user()))), enough=True
    ),
}


ZOO |= {
    "standard loop": sequence(repeated(), user()),
    "standard loop of a sub-process": sequence(repeated(inside=True), user()),
    "standard loop tested before": sequence(repeated(test_before=True), user()),
    "standard loop in a loop": loop(repeated()),
    "escalation": sequence(escalating(True), user()),
    "escalation beside": sequence(escalating(False), user()),
    "escalation at the end": sequence(escalating(True, at_end=True), user()),
    "escalation at the end, beside": parallel(escalating(False, at_end=True), user()),
    "multiple": sequence(several(), user()),
    "parallel multiple": sequence(several(all_of_them=True), user()),
    "boundary multiple": sequence(guarded_by_two(), user()),
}

LEAVES = (user, user, user, script, manual, service)
ANYWHERE = ("sequence", "sequence", "sub", "timer")
# The stock engine looks back from an inclusive join along one way only: behind a merge it may miss a token that
# is still coming (13.4.3; tests/engine/test_joins.py), so nothing that merges stands inside inclusive branches.
NOT_IN_INCLUSIVE = ("exclusive", "loop", "guarded", "failing")
NOT_IN_LOOPS = ("each", "each sub", "message", "call", "terminated", "repeated", "escalating", "several")
IN_NEITHER = ("parallel", "parallel", "inclusive", "race")


class Mixture:
    """A random block; leaves out what the stock engine gets wrong there, which tests of their own cover."""

    def __init__(
        self, chance: random.Random, depth: int = 0, in_loop: bool = False, in_inclusive: bool = False
    ) -> None:
        self.chance, self.depth, self.in_loop, self.in_inclusive = chance, depth, in_loop, in_inclusive

    def block(self) -> Block:
        """One block, with others inside it down to a small depth."""
        if self.depth >= 3 or self.chance.random() < 0.3:
            return self.leaf()
        kinds = list(ANYWHERE)
        kinds += () if self.in_inclusive else NOT_IN_INCLUSIVE
        kinds += () if self.in_loop else NOT_IN_LOOPS
        kinds += () if self.in_loop or self.in_inclusive else IN_NEITHER
        return MAKERS[self.chance.choice(kinds)](self)

    def leaf(self) -> Block:
        return self.chance.choice(LEAVES)()

    def some(self, low: int, high: int, in_loop: bool = False, in_inclusive: bool = False) -> list[Block]:
        """A few blocks, one level deeper."""
        inside = Mixture(self.chance, self.depth + 1, self.in_loop or in_loop, self.in_inclusive or in_inclusive)
        return [inside.block() for _ in range(self.chance.randint(low, high))]

    def nested(self) -> Block | None:
        """A scope or two beside an end that takes everything, most of the time."""
        if self.maybe(0.3):
            return None
        inner = sub_process(sequence(user(), self.leaf()))
        return sub_process(inner) if self.maybe(0.5) else inner

    def maybe(self, probability: float) -> bool:
        return self.chance.random() < probability


MAKERS: dict[str, Callable[[Mixture], Block]] = {
    "sequence": lambda mix: sequence(*mix.some(2, 3)),
    "exclusive": lambda mix: exclusive(*mix.some(2, 3)),
    "loop": lambda mix: loop(sequence(*mix.some(1, 2, in_loop=True))),
    "sub": lambda mix: sub_process(sequence(*mix.some(1, 2))),
    "timer": lambda mix: wait(mix.chance.randint(2, 9)),
    "guarded": lambda mix: guarded("timer", mix.maybe(0.5) or mix.in_loop, mix.maybe(0.4), user()),
    "failing": lambda mix: failing(user(), mix.nested()),
    "parallel": lambda mix: parallel(*mix.some(2, 3)),
    "inclusive": lambda mix: inclusive(*mix.some(2, 3, in_inclusive=True)),
    "each": lambda mix: each_task(mix.maybe(0.5), mix.maybe(0.4)),
    "each sub": lambda mix: each_sub_process(sequence(user(), mix.leaf()), mix.maybe(0.5), mix.maybe(0.3)),
    "message": lambda mix: message(),  # noqa: ARG005
    "race": lambda mix: race(user(), sequence(*mix.some(1, 1))),
    "call": lambda mix: call(sequence(user(), mix.leaf())),
    "terminated": lambda mix: terminated(mix.nested()),
    "repeated": lambda mix: repeated(inside=mix.maybe(0.5)),
    "escalating": lambda mix: escalating(mix.maybe(0.5), at_end=mix.maybe(0.3)),
    "several": lambda mix: several(all_of_them=mix.maybe(0.5)),
}


def mixture(seed: int) -> Block:
    """Two random blocks one after the other."""
    chance = random.Random(seed)
    return sequence(Mixture(chance).block(), Mixture(chance).block())
