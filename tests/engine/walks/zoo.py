"""One model for each element, mixtures of them, and random ones."""

import random

from tests.engine.walks.blocks import (
    Block,
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
    user,
    wait,
)

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
}


def random_block(chance: random.Random, depth: int = 0, in_loop: bool = False) -> Block:
    """A random mixture. Inside loops nothing that the stock engine gets wrong there (elements.md)."""
    leaves = [user, user, user, script, manual, service]
    if depth >= 3 or chance.random() < 0.3:
        return chance.choice(leaves)()

    def some(low: int, high: int, loops: bool = in_loop) -> list[Block]:
        return [random_block(chance, depth + 1, loops) for _ in range(chance.randint(low, high))]

    kinds = ["sequence", "sequence", "exclusive", "loop", "sub", "timer", "guarded", "failing"]
    if not in_loop:
        kinds += ["parallel", "parallel", "inclusive", "each", "each sub", "message", "race", "call", "terminated"]
    kind = chance.choice(kinds)
    if kind == "exclusive":
        return exclusive(*some(2, 3))
    if kind == "loop":
        return loop(sequence(*some(1, 2, True)))
    if kind == "sub":
        return sub_process(sequence(*some(1, 2)))
    if kind == "timer":
        return wait(chance.randint(2, 9))
    if kind == "guarded":
        return guarded("timer", chance.random() < 0.5 or in_loop, chance.random() < 0.4, user())
    if kind == "failing":
        return failing(user())
    if kind == "parallel":
        return parallel(*some(2, 3))
    if kind == "inclusive":
        return inclusive(*some(2, 3))
    if kind == "each":
        return each_task(chance.random() < 0.5, chance.random() < 0.4)
    if kind == "each sub":
        return each_sub_process(sequence(user(), chance.choice(leaves)()), chance.random() < 0.5)
    if kind == "message":
        return message()
    if kind == "race":
        return race(user(), sequence(*some(1, 1)))
    if kind == "call":
        return call(sequence(user(), chance.choice(leaves)()))
    if kind == "terminated":
        return terminated()
    return sequence(*some(2, 3))
