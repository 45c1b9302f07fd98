"""What is true of a case and how people will treat it: drawn from the seed and the case's number, nothing else.

The shares are ours; they lie above what a day must show at least, so that a smaller day shows it too.
"""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fate:
    """Percentages are of all cases unless said otherwise."""

    is_true: bool  # 97: what the report says can be seen on site
    is_in_scope: bool  # 97
    is_mistake: bool  # 2: registered twice or by mistake, found when filing
    is_void_refused: bool  # a fifth of the mistakes are none in the shift leader's eyes
    wrong_unit: bool  # 7: the first unit says that it is not its own
    intake_again: bool  # 2: the dispatcher wants it filed anew
    transfers: bool  # 6: the handler gives the task to a colleague
    gives_back: bool  # 2: the handler gives it back to the lead
    reworks: int  # 10 once, 3 twice: failed checks
    close_back: bool  # 2: not up to standard before closing
    co_organisers: bool  # 6: the dispatcher asks others to join
    unable: bool  # 20 of joint: a co-organiser can't, the lead asks again
    is_late: bool  # 8: the handler leaves it beyond its deadline
    voice: str  # satisfied 70, dissatisfied_fault 9, dissatisfied_other 6, unreachable 8, no answer 7
    adjusts: bool  # 15: the supervisor corrects the score
    withdraws: bool  # 1: the reporter withdraws before dispatch


def fate_of(seed: int, number: str) -> Fate:
    """The same for the same seed and number."""
    rng = random.Random(f"{seed}/{number}")

    def happens(percent: int) -> bool:
        return rng.randrange(100) < percent

    voices = ["satisfied"] * 70 + ["dissatisfied_fault"] * 9 + ["dissatisfied_other"] * 6
    voices += ["unreachable"] * 8 + ["none"] * 7
    failed = rng.randrange(100)
    return Fate(
        is_true=happens(97),
        is_in_scope=happens(97),
        is_mistake=happens(2),
        is_void_refused=happens(20),
        wrong_unit=happens(7),
        intake_again=happens(2),
        transfers=happens(6),
        gives_back=happens(2),
        reworks=2 if failed < 3 else 1 if failed < 13 else 0,
        close_back=happens(2),
        co_organisers=happens(6),
        unable=happens(20),
        is_late=happens(8),
        voice=rng.choice(voices),
        adjusts=happens(15),
        withdraws=happens(1),
    )
