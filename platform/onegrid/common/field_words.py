"""What is said of one field, in both languages, by the framework's kind of fault.

The framework's own texts are in the language of the request and name no way out; only their kind is used. Parameters
(limits, choices, what was sent) are read from the field.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import override

from onegrid.common.sent import NOTHING, kind_of, shortened

_MOST_CHOICES = 20
_LIMITS = (
    *("max_length", "min_length", "max_value", "min_value"),
    *("max_digits", "decimal_places", "max_whole_digits"),
)


class Words(NamedTuple):
    """One fault in both languages, with the mend. Texts may hold {parameters}."""

    en: str
    zh: str
    mend_en: str
    mend_zh: str


class Wanted(NamedTuple):
    """What a kind of field takes, and how it is written. A field class of our own may bring its own as `wanted`."""

    en: str
    zh: str
    mend_en: str
    mend_zh: str


def _number(en: str, zh: str, sample: str) -> Wanted:
    return Wanted(en, zh, f"Send digits, for instance {sample}.", f"请填写数字，如 {sample}。")


_LIST = Wanted("a list", "列表", "Send a JSON list: [...].", "请发送 JSON 列表：[...]。")
_OBJECT = Wanted("an object", "对象", "Send a JSON object: {{...}}.", "请发送 JSON 对象：{{...}}。")
_YES_OR_NO = Wanted("true or false", "true 或 false", "Send true or false.", "请填写 true 或 false。")
_FILE = Wanted("a file", "文件", "Send it as a file of a multipart form.", "请以 multipart 表单的文件字段上传。")
_MOMENT = Wanted(
    "a date and time",
    "日期时间",
    "Write it as ISO 8601 with an offset, for instance 2026-03-01T09:30:00+08:00.",
    "请按带时区的 ISO 8601 填写，如 2026-03-01T09:30:00+08:00。",
)
_CHOICE = Wanted("one of the choices", "可选值之一", "Send one of: {choices}.", "请在以下值中选择：{choices}。")
# Class name, of this framework's fields as of Django's forms (filters are forms), nearest base first.
_WANTED = {
    "CharField": Wanted("text", "文本", "Send text in quotation marks.", "请发送加引号的文本。"),
    "EmailField": Wanted(
        "an e-mail address", "电子邮箱地址", "Write it as name@example.org.", "请按 name@example.org 的格式填写。"
    ),
    "RegexField": Wanted(
        "of the required form", "规定格式的文本", "Write it in the form {pattern}.", "请按格式 {pattern} 填写。"
    ),
    "SlugField": Wanted(
        "a short name",
        "短标识",
        "Use letters a to z, digits, hyphens and underscores only.",
        "仅可使用英文字母、数字、连字符和下划线。",
    ),
    "URLField": Wanted(
        "a web address", "网址", "Write it as https://example.org/.", "请按 https://example.org/ 填写。"
    ),
    "UUIDField": Wanted(
        "a UUID",
        "UUID",
        "Write it as 8f14e45f-ceea-4e7a-9b1c-0d2f6c1a7b3e.",
        "请按 8f14e45f-ceea-4e7a-9b1c-0d2f6c1a7b3e 的格式填写。",
    ),
    "IPAddressField": Wanted("an IP address", "IP 地址", "Write it as 192.0.2.1.", "请按 192.0.2.1 的格式填写。"),
    "IntegerField": _number("a whole number", "整数", "12"),
    "FloatField": _number("a number", "数字", "12.5"),
    "DecimalField": _number("a number", "数字", "12.5"),
    "BooleanField": _YES_OR_NO,
    "NullBooleanField": _YES_OR_NO,
    "DateTimeField": _MOMENT,
    "DateField": Wanted("a date", "日期", "Write it as 2026-03-01.", "请按 2026-03-01 的格式填写。"),
    "TimeField": Wanted("a time of day", "时间", "Write it as 09:30:00.", "请按 09:30:00 的格式填写。"),
    "DurationField": Wanted("a duration", "时长", "Write it as 1 02:30:00.", "请按 1 02:30:00 的格式填写。"),
    "ChoiceField": _CHOICE,
    "MultipleChoiceField": _LIST,
    "FileField": _FILE,
    "ListField": _LIST,
    "ListSerializer": _LIST,
    "ManyRelatedField": _LIST,
    "DictField": _OBJECT,
    "BaseSerializer": _OBJECT,
    "JSONField": Wanted("JSON", "JSON 值", "Send valid JSON.", "请发送有效的 JSON。"),
}
_ANY = Wanted(
    "a value that this field takes",
    "该字段可接受的值",
    "Look the field up in /api/v1/docs/ and send it again.",
    "请对照 /api/v1/docs/ 中该字段的说明修改后重试。",
)

_MISSING = Words(
    "This field is missing.", "缺少该必填字段。", "Send it: {wants_en}.", "请补充该字段，类型为{wants_zh}。"
)
_NULL = Words("This field must not be null.", "该字段不能为空值。", "Send {wants_en}.", "请填写{wants_zh}。")
_BLANK = Words(
    "This field must not be blank.", "该字段不能为空白。", "Send at least one character.", "请至少填写一个字符。"
)
_WRONG = Words("This is not {wants_en} but {got_en}.", "此处应为{wants_zh}，收到的是{got_zh}。", "{how_en}", "{how_zh}")
_MALFORMED = Words("This is not {wants_en}.", "此处应为{wants_zh}。", "{how_en}", "{how_zh}")
_NO_CHOICE = Words(
    "{given_en} is none of the choices.",
    "{given_zh} 不在可选值之内。",
    "Send one of: {choices}.",
    "请在以下值中选择：{choices}。",
)
_TOO_LARGE = Words(
    "This is more than {max_value}.",
    "大于上限 {max_value}。",
    "Send at most {max_value}.",
    "请填写不大于 {max_value} 的值。",
)
_TOO_SMALL = Words(
    "This is less than {min_value}.",
    "小于下限 {min_value}。",
    "Send at least {min_value}.",
    "请填写不小于 {min_value} 的值。",
)
_BEYOND = Words(
    "This is out of range.", "超出可表示的范围。", "Send a value nearer to today or to zero.", "请填写范围之内的值。"
)
_EMPTY = Words("This must not be empty.", "内容不能为空。", "Put at least one entry in.", "请至少填写一项。")
_UNKNOWN = Words(
    "This does not exist.", "所指对象不存在。", "Look up what exists and send that.", "请核对后填写存在的对象。"
)
_CHARACTERS = Words(
    "This holds characters that can not be kept.",
    "含有无法保存的字符。",
    "Take out null characters and halves of surrogate pairs.",
    "请去除空字符和不完整的代理对字符。",
)
_KINDS: dict[str | tuple[str, str], Words] = {
    "required": _MISSING,
    "missing": _MISSING,
    "null": _NULL,
    "blank": _BLANK,
    "invalid": _WRONG,
    "incorrect_type": _WRONG,
    "not_a_list": _WRONG,
    "invalid_list": _WRONG,
    "not_a_dict": _WRONG,
    "date": _WRONG,
    "datetime": _WRONG,
    "invalid_unicode": _WRONG,
    "invalid_date": _MALFORMED,
    "invalid_time": _MALFORMED,
    "invalid_choice": _NO_CHOICE,
    "max_length": Words(
        "This has more than {max_length} characters.",
        "超过 {max_length} 个字符。",
        "Shorten it to at most {max_length} characters.",
        "请缩短至 {max_length} 个字符以内。",
    ),
    "min_length": Words(
        "This has fewer than {min_length} characters.",
        "不足 {min_length} 个字符。",
        "Write at least {min_length} characters.",
        "请至少填写 {min_length} 个字符。",
    ),
    ("list", "max_length"): Words(
        "This has more than {max_length} entries.",
        "超过 {max_length} 项。",
        "Send at most {max_length} entries.",
        "请将项数控制在 {max_length} 项以内。",
    ),
    ("list", "min_length"): Words(
        "This has fewer than {min_length} entries.",
        "不足 {min_length} 项。",
        "Send at least {min_length} entries.",
        "请至少填写 {min_length} 项。",
    ),
    "max_value": _TOO_LARGE,
    "min_value": _TOO_SMALL,
    "max_digits": Words(
        "This number has more than {max_digits} digits.",
        "该数字超过 {max_digits} 位。",
        "Send at most {max_digits} digits in all.",
        "请将总位数控制在 {max_digits} 位以内。",
    ),
    "max_decimal_places": Words(
        "This number has more than {decimal_places} decimal places.",
        "该数字的小数超过 {decimal_places} 位。",
        "Round it to {decimal_places} decimal places.",
        "请保留至多 {decimal_places} 位小数。",
    ),
    "max_whole_digits": Words(
        "This number has more than {max_whole_digits} digits before the point.",
        "该数字的整数部分超过 {max_whole_digits} 位。",
        "Send a smaller number.",
        "请填写更小的数字。",
    ),
    "max_string_length": Words(
        "This text is too long for a number.", "作为数字过长。", "Send fewer digits.", "请减少位数。"
    ),
    "overflow": _BEYOND,
    "make_aware": Words(
        "This moment does not exist in the city's time zone.",
        "该时刻在本地时区不存在。",
        "Send it with an offset, for instance +08:00.",
        "请带上时区偏移，如 +08:00。",
    ),
    "empty": _EMPTY,
    ("FileField", "empty"): Words(
        "This file is empty.", "文件为空。", "Choose a file that has content.", "请选择有内容的文件。"
    ),
    "no_name": Words(
        "This file has no name.", "文件没有名称。", "Send a filename with it.", "请随文件一并发送文件名。"
    ),
    "invalid_image": Words(
        "This file is no picture.", "该文件不是图片。", "Send a JPEG or PNG picture.", "请上传 JPEG 或 PNG 图片。"
    ),
    "does_not_exist": _UNKNOWN,
    "no_match": _UNKNOWN,
    "incorrect_match": _UNKNOWN,
    "unique": Words("This is taken already.", "该值已被使用。", "Choose another value.", "请改用其他值。"),
    "incomplete": _EMPTY,
    "null_characters_not_allowed": _CHARACTERS,
    "surrogate_characters_not_allowed": _CHARACTERS,
}
_GENERAL = Words("This value does not hold.", "该值不符合要求。", "{how_en}", "{how_zh}")


def words_of(kind: str, field: Any, given: Any) -> Words:
    """`field`: the one that refused, None where it is not known; `given`: what was sent to it."""
    names = [one.__name__ for one in type(field).__mro__]
    wanted = getattr(field, "wanted", None) or next((_WANTED[name] for name in names if name in _WANTED), _ANY)
    parameters = defaultdict(lambda: "?", _parameters(field, given))
    how = {"how_en": wanted.mend_en.format_map(parameters), "how_zh": wanted.mend_zh.format_map(parameters)}
    parameters.update(how, wants_en=wanted.en, wants_zh=wanted.zh)
    families = ("list", *names) if wanted is _LIST else names
    chosen = next((_KINDS[name, kind] for name in families if (name, kind) in _KINDS), None) or _KINDS.get(kind)
    if chosen is _WRONG and (given is NOTHING or isinstance(given, str)):
        chosen = _MALFORMED
    return Words(*(one.format_map(parameters) for one in chosen or _rendered(kind, field)))


def _parameters(field: Any, given: Any) -> dict[str, str]:
    found = {name: str(value) for name in _LIMITS if (value := getattr(field, name, None)) is not None}
    for one in getattr(field, "validators", ()):
        if hasattr(one, "regex"):
            found["pattern"] = one.regex.pattern
        elif hasattr(one, "limit_value"):
            found.setdefault(one.code, str(one.limit_value))
    if choices := [str(one) for one in _choices(field) if one not in ("", None)]:
        found["choices"] = ", ".join(choices[:_MOST_CHOICES]) + (", ..." if len(choices) > _MOST_CHOICES else "")
    found["got_en"], found["got_zh"] = kind_of(given)
    found["given_en"], found["given_zh"] = shortened(given)
    return found


def _choices(field: Any) -> list[Any]:
    """The values: a mapping in the framework, pairs in a form."""
    choices = getattr(field, "choices", None) or ()
    return list(choices) if isinstance(choices, Mapping) else [value for value, _label in choices]


def _rendered(kind: str, field: Any) -> Words:
    """A kind that the table does not know: the field's own words, made in each language on purpose."""
    said: dict[str, str] = {}
    for language in ("en", "zh-hans"):
        with override(language):
            said[language] = str(getattr(field, "error_messages", {}).get(kind, ""))
    if not said["en"].isascii() or said["en"] == said["zh-hans"] or "{" in said["en"] or "%" in said["en"]:
        return _GENERAL
    return _GENERAL._replace(en=said["en"], zh=said["zh-hans"])
