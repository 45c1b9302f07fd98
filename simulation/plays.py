"""How each task is played: from the case's facts and its fate to an outcome with answers.

A play sees what the person at the screen sees: the open task with its case. It gives None to leave the task for now.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from simulation.cast import Cast, Person
from simulation.fate import Fate
from simulation.pictures import photo


@dataclass(frozen=True)
class Scene:
    """One open task before one person: `item` as the inbox lists it."""

    person: Person
    cast: Cast
    fate: Fate
    item: dict[str, Any]

    @cached_property
    def case(self) -> dict[str, Any]:
        """The case, opened only by those who need more than the inbox says."""
        found: dict[str, Any] = self.person.api.get(f"cases/{self.item['case']['number']}/")
        return found

    @property
    def unit(self) -> str:
        """Code of the unit whose task it is."""
        return str(self.item["unit"]["code"])

    @property
    def round(self) -> int:
        """Which visit of the task this is."""
        return int(self.item["round"])

    def photos(self, count: int = 1) -> list[str]:
        """Fresh photos taken now and uploaded."""
        first = int(self.item["id"]) * 10
        return [
            self.person.api.upload("attachments/", f"{first + n}.png", photo(first + n), "image/png")["key"]
            for n in range(count)
        ]


@dataclass(frozen=True, slots=True)
class Act:
    """What the person sends."""

    outcome: str
    answers: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


Play = Callable[[Scene], Act | None]


def verify_on_site(scene: Scene) -> Act:
    """Grid staff look whether the report is true."""
    note = "现场核实属实" if scene.fate.is_true else "现场未发现所述问题"
    answers = {"verification_photos": scene.photos(), "verification_note": note}
    return Act("genuine", answers) if scene.fate.is_true else Act("untrue", answers, "现场未发现所述问题")


def verify_by_phone(scene: Scene) -> Act:
    """The desk asks the reporter where no place is known."""
    answers = {"verification_note": "电话核实，来电人确认"}
    return Act("genuine", answers) if scene.fate.is_true else Act("untrue", answers, "来电人称已解决")


def file_case(scene: Scene) -> Act:
    """File, reject, or ask that it be voided."""
    fate = scene.fate
    if fate.is_mistake and scene.round == 1:
        return Act("request_void", {"void_code": "duplicate"}, "与已受理案件重复登记")
    if not fate.is_in_scope or not fate.is_true:
        code = "out_of_scope" if fate.is_true else "not_true"
        return Act("reject", {"reject_code": code, "reject_reply": "经核实，该诉求不符合立案条件。"}, "不符合立案条件")
    standards = scene.person.api.get("standards/", category=scene.case["category"])["results"]
    return Act(
        "file", {"standard": standards[scene.item["id"] % len(standards)]["code"], "filing_note": "符合立案条件"}
    )


def approve_void(scene: Scene) -> Act:
    """The shift leader decides on voiding."""
    if scene.fate.is_void_refused:
        return Act("refuse", reason="两件事实不同，不属重复")
    return Act("void", reason="确属重复登记")


def dispatch(scene: Scene) -> Act:
    """The suggested unit, or a wrong one; others join where the dispatcher thinks so."""
    case, fate = scene.case, scene.fate
    if fate.intake_again and scene.round == 1:
        return Act("return_intake", reason="立案条件选择有误，请重新核定")
    near = scene.cast.places.units_near(_division(case))
    lead = case["lead_unit"]["code"] if case["lead_unit"] else near[0]
    others = [code for code in near if code != lead and code not in case["co_units"]]
    co_units = [*case["co_units"], *(others[:1] if fate.co_organisers else [])]
    return Act("dispatch", {"lead_unit": lead, "co_units": co_units, "dispatch_note": "请按时限办理"})


def redispatch(scene: Scene) -> Act:
    """To another unit than the one that has returned it."""
    lead = scene.case["lead_unit"]["code"] if scene.case["lead_unit"] else ""
    other = next(code for code in scene.cast.places.units_near(_division(scene.case)) if code != lead)
    answers = {"lead_unit": other, "return_finding": "justified" if scene.item["id"] % 4 else "unjustified"}
    return Act("redispatch", answers)


def accept(scene: Scene) -> Act:
    """The department takes it, or says once that it is not its own."""
    if scene.fate.wrong_unit and scene.round == 1:
        return Act("not_ours", {"duty_basis": "权责清单第三条"}, "不属于本单位职责范围")
    return Act("accept")


def assign(scene: Scene) -> Act:
    """One of the unit's handlers, by turns."""
    handlers = scene.cast.holders(scene.unit, "handler")
    chosen = handlers[(scene.item["id"] + scene.round) % len(handlers)]
    return Act("assign", {"handler": chosen.id, "assignment_note": "请尽快到场处置"})


def handle(scene: Scene) -> Act:
    """The work itself, with photos before and after."""
    if scene.fate.gives_back and scene.round == 1:
        return Act("give_back", reason="需要专业车辆，请另行安排")
    before, after = scene.photos(2)
    return Act("done", {"photos_before": [before], "photos_after": [after], "handling_note": "已按要求处置完毕"})


def divide(_scene: Scene) -> Act:
    """The lead unit says who does what; everybody takes part."""
    return Act("divide", {"work_plan": "各单位按职责分工办理"})


def answer(scene: Scene) -> Act:
    """One unit's part of a joint handling; a co-organiser may be unable at first."""
    is_lead = scene.unit == (scene.case["lead_unit"] or {}).get("code")
    if scene.fate.unable and not is_lead and scene.round == 1:
        return Act("unable", {"unit_note": "缺少施工许可，暂时无法办理"}, "缺少施工许可")
    return Act("done", {"unit_photos": scene.photos(), "unit_note": "本单位职责部分已办结"})


def sum_up(scene: Scene) -> Act:
    """The lead sums up, or asks those again who could not."""
    if scene.fate.unable and scene.round == 1:
        return Act("redo", reason="请办妥许可后继续办理")
    return Act("submit", {"handling_note": "各单位均已办结", "photos_after": scene.photos()})


def check(scene: Scene) -> Act:
    """Someone else looks whether it is done; it fails as often as fate says."""
    answers = {"check_photos": scene.photos(), "check_note": "已到现场查看"}
    if scene.item["case"]["rework_count"] < scene.fate.reworks:
        return Act("failed", answers, "现场仍有残留，未达到结案要求")
    return Act("passed", answers)


def close(scene: Scene) -> Act:
    """Against the closing condition."""
    if scene.fate.close_back and scene.round == 1:
        return Act("return_dispatch", reason="牵头单位材料不齐，请改派")
    return Act("close", {"condition_met": True, "closing_note": "您反映的问题已处理完毕，感谢您的监督。"})


def call_back(scene: Scene) -> Act | None:
    """The reporter's word; nobody calls those whom fate leaves to the timer."""
    voice = scene.fate.voice
    if voice == "dissatisfied_fault" and scene.round > 1 and scene.item["id"] % 3:
        voice = "satisfied"
    if voice == "none":
        return None
    if voice == "unreachable":
        return Act("unreachable", {"call_attempts": 3})
    words = {
        "satisfied": "满意",
        "dissatisfied_fault": "处理不彻底，不满意",
        "dissatisfied_other": "希望增设设施，不满意",
    }
    return Act(voice, {"call_back_note": words[voice]}, "" if voice == "satisfied" else words[voice])


def review(scene: Scene) -> Act:
    """The supervisor confirms or corrects the table's score."""
    if scene.fate.adjusts:
        return Act("adjust", {"adjusted_score": 88, "review_note": "结合现场情况调整"}, "结合现场情况调整")
    return Act("confirm")


def _division(case: dict[str, Any]) -> str:
    return str(case["division"]["code"]) if case["division"] else ""


PLAYS: dict[str, Play] = {
    "verify_on_site": verify_on_site,
    "verify_by_phone": verify_by_phone,
    "file": file_case,
    "approve_void": approve_void,
    "dispatch": dispatch,
    "redispatch": redispatch,
    "accept": accept,
    "accept_lead": accept,
    "assign": assign,
    "handle": handle,
    "divide": divide,
    "answer": answer,
    "sum_up": sum_up,
    "check_by_grid": check,
    "check_by_centre": check,
    "close": close,
    "call_back": call_back,
    "review": review,
}
