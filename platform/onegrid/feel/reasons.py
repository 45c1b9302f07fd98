"""Why a value became null: a code with parameters, put into words only when somebody asks."""

from dataclasses import dataclass

_WORDS: dict[str, tuple[str, str]] = {
    "feel.unknown-name": ("there is no name '{name}' here", "此处没有名为“{name}”的变量"),
    "feel.no-entry": ("the context has no entry '{name}'", "上下文中没有“{name}”这一项"),
    "feel.no-property": ("a {kind} has no property '{name}'", "{kind} 类型没有属性“{name}”"),
    "feel.operands": (
        "'{operator}' cannot join {left} and {right}",
        "运算符“{operator}”不能用于 {left} 和 {right}",
    ),
    "feel.not-comparable": ("{left} and {right} cannot be compared", "{left} 与 {right} 不能比较"),
    "feel.not-boolean": ("a {kind} stands where true or false is needed", "此处需要真或假，却得到 {kind}"),
    "feel.not-number": ("a {kind} stands where a number is needed", "此处需要数字，却得到 {kind}"),
    "feel.not-list": ("a {kind} stands where a list or range is needed", "此处需要列表或区间，却得到 {kind}"),
    "feel.not-function": ("a {kind} cannot be called", "{kind} 不能作为函数调用"),
    "feel.division-by-zero": ("division by zero", "除数为零"),
    "feel.arithmetic": ("the result is no finite number of 34 digits", "结果超出 34 位有限数字的范围"),
    "feel.arguments": ("the arguments do not fit {function}: {given}", "参数与函数 {function} 不符：{given}"),
    "feel.argument": ("{function}: {what}", "{function}:{what}"),
    "feel.index": ("index {index} lies outside a list of {size}", "下标 {index} 超出 {size} 个元素的列表"),
    "feel.range": ("the ends of the range do not fit each other", "区间两端的类型或顺序不符"),
    "feel.temporal": ("'{text}' is no {kind}", "“{text}”不是有效的 {kind}"),
    "feel.temporal-range": (
        "the moment lies outside the years 1 to 9999 or is too long",
        "时间超出公元 1 年至 9999 年，或时长过大",
    ),
    "feel.type": ("the value is no {type}", "值不属于类型 {type}"),
    "feel.pattern": ("the pattern is not valid: {what}", "正则表达式无效：{what}"),
    "feel.foreign-value": ("a value of type {type} is no FEEL value", "类型 {type} 的值不是 FEEL 值"),
    "feel.iteration": ("the iteration has no whole-number or date ends", "循环区间两端必须是整数或日期"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of a null. `position` is the character in the expression's text, `element` the DMN element that holds
    the text, where known."""

    code: str
    parameters: tuple[tuple[str, object], ...] = ()
    position: int | None = None
    element: str | None = None

    @property
    def message_en(self) -> str:
        return _WORDS[self.code][0].format(**dict(self.parameters))

    @property
    def message_zh(self) -> str:
        return _WORDS[self.code][1].format(**dict(self.parameters))
