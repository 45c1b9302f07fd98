"""What each task of the shipped processes is answered with: as usual, or as the story turns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from onegrid.cases.models import Case
from onegrid.config.demo_cases.stories import Story, Turn

Photo = Callable[[bool], str]
"""Uploads one as the person who acts, of the place as it was (False) or as it is when done (True): its key."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One open task before the person who will do it. `handler`: whom the unit's lead would send."""

    story: Story
    case: Case
    turn: Turn | None
    photo: Photo
    handler: int | None

    def reason(self, otherwise: str) -> str:
        """Of the turn."""
        return (self.turn.reason if self.turn else "") or otherwise

    def chose(self, outcome: str) -> bool:
        """Whether the story turns to this outcome here."""
        return self.turn is not None and self.turn.outcome == outcome


@dataclass(frozen=True, slots=True)
class Decision:
    """As a person would send it."""

    outcome: str
    answers: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def decide(element: str, scene: Scene) -> Decision:
    """KeyError for a task that no shipped process has."""
    return _DECISIONS[element](scene)


def _verify(scene: Scene, *, photos: bool) -> Decision:
    outcome = scene.turn.outcome if scene.turn else "genuine"
    note = scene.story.found or "现场查看，情况属实。"
    answers: dict[str, Any] = {"verification_note": note}
    if photos:
        answers["verification_photos"] = [scene.photo(outcome != "genuine")]
    return Decision(outcome, answers, scene.reason("") if outcome != "genuine" else "")


def _file(scene: Scene) -> Decision:
    if scene.chose("reject"):
        reply = f"您好，您反映的“{scene.story.title}”不予立案：{scene.reason('不属于受理范围')}。"
        code = "not_true" if "verify_on_site" in scene.story.turns else "other_channel"
        return Decision("reject", {"reject_code": code, "reject_reply": reply}, scene.reason("不属于受理范围"))
    if scene.chose("request_void"):
        code = "test" if "演练" in scene.reason("") else "duplicate"
        return Decision("request_void", {"void_code": code}, scene.reason("重复登记"))
    return Decision("file", {"standard": scene.story.standard, "filing_note": "符合立案条件。"})


def _approve_void(scene: Scene) -> Decision:
    return Decision(scene.turn.outcome if scene.turn else "void", {}, scene.reason("情况属实，同意作废"))


def _dispatch(scene: Scene) -> Decision:
    lead = scene.story.to or scene.case.lead_unit_id
    joined = [*scene.case.co_units, *scene.story.joined]
    answers = {"lead_unit": lead, "co_units": joined, "dispatch_note": "请按时限办理并反馈。"}
    return Decision("dispatch", answers)


def _redispatch(scene: Scene) -> Decision:
    answers = {
        "lead_unit": scene.story.to,
        "co_units": list(scene.story.joined),
        "return_finding": "justified",
        "dispatch_note": "请牵头办理。",
    }
    return Decision("redispatch", answers)


def _accept(scene: Scene) -> Decision:
    if scene.chose("not_ours"):
        return Decision("not_ours", {"duty_basis": "权责清单第三条"}, scene.reason("不属于本单位职责"))
    return Decision("accept", {"acceptance_note": "已签收，安排人员办理。"})


def _assign(scene: Scene) -> Decision:
    return Decision("assign", {"handler": scene.handler, "assignment_note": "请尽快到场处置。"})


def _handle(scene: Scene) -> Decision:
    if scene.chose("give_back"):
        return Decision("give_back", {}, scene.reason("需要另行安排"))
    note = scene.story.done or "已按要求处置。"
    answers = {"photos_before": [scene.photo(False)], "photos_after": [scene.photo(True)], "handling_note": note}
    return Decision("done", answers)


def _divide(_scene: Scene) -> Decision:
    return Decision("divide", {"work_plan": "牵头单位现场处置，协办单位配合维护秩序、告知群众。"})


def _answer(scene: Scene) -> Decision:
    return Decision("done", {"unit_photos": [scene.photo(True)], "unit_note": "本单位职责部分已办结。"})


def _sum_up(scene: Scene) -> Decision:
    note = scene.story.done or "各单位均已办结。"
    return Decision("submit", {"handling_note": note, "photos_after": [scene.photo(True)]})


def _check(scene: Scene) -> Decision:
    outcome = scene.turn.outcome if scene.turn else "passed"
    is_passed = outcome == "passed"
    note = "现场查看，已达到结案条件。" if is_passed else "现场查看，未达到结案条件。"
    answers = {"check_photos": [scene.photo(is_passed)], "check_note": note}
    return Decision(outcome, answers, "" if is_passed else scene.reason("未达到结案条件"))


def _close(scene: Scene) -> Decision:
    said = scene.story.answered or f"您反映的“{scene.story.title}”已办理完毕，感谢您的监督。"
    return Decision("close", {"condition_met": True, "closing_note": said})


def _call_back(scene: Scene) -> Decision:
    outcome = scene.turn.outcome if scene.turn else "satisfied"
    if outcome == "unreachable":
        return Decision(outcome, {"call_attempts": 3})
    if outcome == "satisfied":
        return Decision(outcome, {"call_back_note": "对办理结果表示满意。"})
    return Decision(outcome, {"call_back_note": scene.reason("不满意")}, scene.reason("不满意"))


def _review(_scene: Scene) -> Decision:
    return Decision("confirm", {"review_note": "办理过程属实，按表评分。"})


_DECISIONS: dict[str, Callable[[Scene], Decision]] = {
    "verify_on_site": lambda scene: _verify(scene, photos=True),
    "verify_by_phone": lambda scene: _verify(scene, photos=False),
    "file": _file,
    "approve_void": _approve_void,
    "dispatch": _dispatch,
    "redispatch": _redispatch,
    "accept": _accept,
    "accept_lead": _accept,
    "assign": _assign,
    "handle": _handle,
    "divide": _divide,
    "answer": _answer,
    "sum_up": _sum_up,
    "check_by_grid": _check,
    "check_by_centre": _check,
    "close": _close,
    "call_back": _call_back,
    "review": _review,
}
