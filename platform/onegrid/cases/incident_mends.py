"""What an operator can do about an incident, by its code: the whole code first, then its area, then anything."""

_SKIP_EN = "or skip it with a reason and the variables that it would have set"
_SKIP_ZH = "或填写理由并补上该环节应设置的变量后跳过"
_MODEL = (
    f"Tell the designer: the process itself is at fault, and a running case keeps its version. Here, {_SKIP_EN[3:]}.",
    f"流程本身有误，请告知流程设计师（在办案件沿用原版本）；本案可{_SKIP_ZH[1:]}。",
)
_EXPRESSION = (
    f"Compare `data` with what the expression asks for; retry with the variables mended, {_SKIP_EN}.",
    f"请对照 data 检查表达式所需的变量，修正后重试，{_SKIP_ZH}。",
)
_PLATFORM = (
    f"Retry; if it fails once more, tell who runs the installation what `detail` says, {_SKIP_EN}.",
    f"请重试；如再次失败，请将 detail 内容告知系统管理员，{_SKIP_ZH}。",
)
_MENDS = {
    "call.failed": (
        "See `call` for what was sent and what came back. Mend the connector, its address or its secret, or wait until "
        f"the other system answers, and retry: the call keeps its key. {_SKIP_EN[0].upper()}{_SKIP_EN[1:]}.",
        "请在 call 中查看所发内容与对方答复；修正连接器、地址或密钥，或待对方系统恢复后重试（沿用原幂等键），"
        f"{_SKIP_ZH}。",
    ),
    "call": _MODEL,
    "service": _MODEL,
    "connector": _MODEL,
    "case.fact_invalid": (
        f"Retry with the variable mended from which the fact is taken, {_SKIP_EN}.",
        f"请修正设置该案件要素的变量后重试，{_SKIP_ZH}。",
    ),
    "case.act_held": (
        "Retry; it can not be skipped. If it fails once more, tell who runs the installation what `detail` says.",
        "请重试，此类异常不能跳过；如再次失败，请将 detail 内容告知系统管理员。",
    ),
    "gateway": (
        "Retry with variables of `data` mended so that one of the conditions is true; a gateway can not be skipped.",
        "请修正 data 中条件所用的变量，使某一条件成立后重试；网关不能跳过。",
    ),
    "multi": (
        f"Retry with a list (or a number) in the variable over which the element repeats, {_SKIP_EN}.",
        f"请将该环节循环所用的变量修正为列表或数字后重试，{_SKIP_ZH}。",
    ),
    "timer": (
        f"Retry with the variable mended from which the moment is computed, {_SKIP_EN}.",
        f"请修正计算到期时刻所用的变量后重试，{_SKIP_ZH}。",
    ),
    "message": (
        f"Retry with the variable mended that gives the key of the message, {_SKIP_EN}.",
        f"请修正消息关联键所用的变量后重试，{_SKIP_ZH}。",
    ),
    "error": (
        f"The process ended with an error that nothing catches: mend what led there and retry, {_SKIP_EN}.",
        f"流程以无人捕获的错误结束，请处理其原因后重试，{_SKIP_ZH}。",
    ),
    "data": (
        f"Retry with the variable mended that can not be kept, {_SKIP_EN}.",
        f"请修正无法保存的变量后重试，{_SKIP_ZH}。",
    ),
    "feel": _EXPRESSION,
    "flow": _EXPRESSION,
    "rule": _EXPRESSION,
    "dmn": _EXPRESSION,
    "script": _EXPRESSION,
    "scope": _MODEL,
    "process": _MODEL,
}
_SETTLED = ("Nothing: it has been settled.", "无需处理：该异常已处理。")


def mend_of(code: str, *, is_open: bool, can_skip: bool) -> tuple[str, str]:
    """(en, zh)."""
    if not is_open:
        return _SETTLED
    found = _MENDS.get(code) or _MENDS.get(code.partition(".")[0]) or _PLATFORM
    if can_skip or code.startswith(("gateway.", "case.act_held")):
        return found
    # Whatever stopped a gateway, no way on can be chosen for it.
    return _MENDS["gateway"]
