"""What a person reads when an answer does not hold: one line a code; `{…}` is filled from the finding."""

from onegrid.catalog.findings import Table, say
from onegrid.common import keeping
from onegrid.common.errors import Detail

ANSWERS: Table = {
    **{f"unkept_{fault}": keeping.WORDS[fault] for fault in ("number", "depth")},
    "not_object": (
        "The answers must be an object.",
        "答案应为对象。",
        "Name each field with its answer.",
        "请按“字段：答案”逐项填写。",
    ),
    "unknown_field": (
        "The form has no field “{name}”.",
        "表单没有字段“{name}”。",
        "Known: {known}.",
        "可用字段：{known}。",
    ),
    "required": ("“{label}” must be answered.", "“{label}”为必填。", "Fill it in.", "请填写。"),
    "must_be_ticked": ("“{label}” must be ticked.", "必须勾选“{label}”。", "Tick it.", "请勾选。"),
    "not_text": ("“{label}” must be text.", "“{label}”应为文本。", "Write text.", "请填写文本。"),
    "line_break": ("“{label}” is one line.", "“{label}”只能是单行文本。", "Remove line breaks.", "请去掉换行。"),
    "control_character": (
        "“{label}” holds a character that cannot be shown.",
        "“{label}”含不可显示的字符。",
        "Remove it.",
        "请删除该字符。",
    ),
    "too_short": (
        "“{label}” is shorter than {limit} characters.",
        "“{label}”少于 {limit} 个字。",
        "Write more.",
        "请补充内容。",
    ),
    "too_long": (
        "“{label}” is longer than {limit} characters.",
        "“{label}”超过 {limit} 个字。",
        "Shorten it.",
        "请缩短内容。",
    ),
    "pattern": (
        "“{label}”: {message}",
        "“{label}”：{message_zh}",
        "Write it in the form asked for.",
        "请按要求的格式填写。",
    ),
    "not_email": (
        "“{label}” is no e-mail address.",
        "“{label}”不是有效的电子邮箱。",
        "For example li@example.com.",
        "例如 li@example.com。",
    ),
    "not_phone": (
        "“{label}” is no telephone number.",
        "“{label}”不是有效的电话号码。",
        "For example 13812345678 or 0527-84350000.",
        "例如 13812345678 或 0527-84350000。",
    ),
    "not_number": ("“{label}” must be a number.", "“{label}”应为数字。", "Write digits.", "请填写数字。"),
    "too_many_decimals": (
        "“{label}” has more than {limit} decimals.",
        "“{label}”小数超过 {limit} 位。",
        "Round it.",
        "请四舍五入。",
    ),
    "too_small": ("“{label}” is below {limit}.", "“{label}”小于 {limit}。", "At least {limit}.", "不小于 {limit}。"),
    "too_large": ("“{label}” is above {limit}.", "“{label}”大于 {limit}。", "At most {limit}.", "不大于 {limit}。"),
    "not_truth": (
        "“{label}” must be yes or no.",
        "“{label}”应为是或否。",
        "Answer yes or no.",
        "请选择是或否。",
    ),
    "not_list": ("“{label}” must be a list.", "“{label}”应为列表。", "Give it as a list.", "请以列表形式填写。"),
    "not_option": (
        "“{value}” is not an option of “{label}”.",
        "“{value}”不在“{label}”的选项之内。",
        "One of: {known}.",
        "可选：{known}。",
    ),
    "twice": ("“{label}” names the same thing twice.", "“{label}”中有重复项。", "Name each once.", "每项只填一次。"),
    "too_few": ("“{label}” has fewer than {limit} entries.", "“{label}”少于 {limit} 项。", "Add more.", "请补充。"),
    "too_many": ("“{label}” has more than {limit} entries.", "“{label}”超过 {limit} 项。", "Remove some.", "请删减。"),
    "not_date": ("“{label}” is no date.", "“{label}”不是有效日期。", "For example 2026-03-02.", "例如 2026-03-02。"),
    "not_time": (
        "“{label}” is no time of day.",
        "“{label}”不是有效时间。",
        "For example {example}.",
        "例如 {example}。",
    ),
    "not_date_time": (
        "“{label}” is no date and time.",
        "“{label}”不是有效的日期时间。",
        "For example {example}.",
        "例如 {example}。",
    ),
    "in_the_past": (
        "“{label}” lies in the past.",
        "“{label}”早于现在。",
        "Choose a later moment.",
        "请选择今后的时间。",
    ),
    "too_early": ("“{label}” is before {limit}.", "“{label}”早于 {limit}。", "Not before {limit}.", "不早于 {limit}。"),
    "too_late": ("“{label}” is after {limit}.", "“{label}”晚于 {limit}。", "Not after {limit}.", "不晚于 {limit}。"),
    "not_attachment": (
        "“{label}” must name uploaded files by their ids.",
        "“{label}”应填写已上传文件的编号。",
        "Upload the files first, then add them here.",
        "请先上传文件，再在此处添加。",
    ),
    "not_location": (
        "“{label}” is no place.",
        "“{label}”不是有效位置。",
        "Write longitude and latitude as numbers, for example 118.27 and 33.96.",
        "请用数字填写经度与纬度，例如 118.27 与 33.96。",
    ),
    "no_point": (
        "“{label}” lacks coordinates.",
        "“{label}”缺少坐标。",
        "Give longitude and latitude (WGS 84).",
        "请提供经度与纬度（WGS 84）。",
    ),
    "off_the_map": (
        "“{label}” lies off the map.",
        "“{label}”坐标超出范围。",
        "Longitude from -180 to 180, latitude from -90 to 90.",
        "经度在 -180 至 180 之间，纬度在 -90 至 90 之间。",
    ),
    "no_such_unit": (
        "“{value}” is not a unit that “{label}” offers.",
        "“{value}”不是“{label}”可选的单位。",
        "Choose one from the list.",
        "请从列表中选择。",
    ),
    "no_such_person": (
        "“{value}” is not a person whom “{label}” offers.",
        "“{value}”不是“{label}”可选的人员。",
        "Choose one from the list.",
        "请从列表中选择。",
    ),
    "no_such_division": (
        "“{value}” is not a division that “{label}” offers.",
        "“{value}”不是“{label}”可选的区划。",
        "Choose one from the list.",
        "请从列表中选择。",
    ),
    "no_such_category": (
        "“{value}” is not a category that “{label}” offers.",
        "“{value}”不是“{label}”可选的类别。",
        "Choose one from the list; codes look like event-01-02.",
        "请从列表中选择；编码形如 event-01-02。",
    ),
    "no_such_standard": (
        "“{value}” is not a closing standard in force for this category.",
        "“{value}”不是该类别现行的立案条件。",
        "Choose one of the category's: {known}.",
        "请选择该类别的立案条件：{known}。",
    ),
    "not_row": (
        "Row {row} of “{label}” must be an object.",
        "“{label}”第 {row} 行应为对象。",
        "Give each row its own fields.",
        "每行请分别填写各字段。",
    ),
    "condition": (
        "“{label}”: {message}",
        "“{label}”：{message_zh}",
        "Change the answer so that it holds.",
        "请修改后重试。",
    ),
    "options_broken": (
        "The options of “{label}” could not be found out: {reason}",
        "无法得出“{label}”的选项：{reason}",
        "Tell the designer of the form.",
        "请联系表单设计人员。",
    ),
    "expression_broken": (
        "“{label}” could not be computed: {reason}",
        "“{label}”无法计算：{reason}",
        "Tell the designer of the form.",
        "请联系表单设计人员。",
    ),
}


def detail(code: str, path: str, /, **facts: object) -> Detail:
    """One finding about the answer at the path."""
    said = say(ANSWERS, code, **facts)
    return Detail(f"answers.{code}", said.en, said.zh, field=path, mend_en=said.mend_en, mend_zh=said.mend_zh)
