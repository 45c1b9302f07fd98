"""What a designer reads when a form file does not hold: one line a code; `{…}` is filled from the finding."""

from onegrid.catalog.findings import Table

FORM: Table = {
    "no_mapping": (
        "A form is a mapping with id, title, owner and components.",
        "表单应为含 id、title、owner、components 的映射。",
        "See docs/reference/forms.md.",
        "参见 docs/reference/forms.md。",
    ),
    "missing": ("`{name}` is missing.", "缺少 {name}。", "Add `{name}: …`.", "请补充 {name}。"),
    "id_differs": (
        "The form's id is `{id}`, its file `{slug}`.",
        "表单 id 为“{id}”，文件名为“{slug}”。",
        "Give both the same name.",
        "请使二者一致。",
    ),
    "slug": (
        "`{slug}` is no slug.",
        "“{slug}”不是合法标识。",
        "Small letters, digits, _ and -, beginning with a letter.",
        "请用小写字母、数字、_、-，以字母开头。",
    ),
    "components": (
        "`components` must be a list of mappings.",
        "components 应为映射的列表。",
        "Write one `- type: …` for each component.",
        "每个组件写一项“- type: …”。",
    ),
    "too_many": ("More than {limit} components.", "组件超过 {limit} 个。", "Split the form.", "请拆分表单。"),
    "type_unknown": ("There is no component type `{type}`.", "没有组件类型“{type}”。", "{hint_en}", "{hint_zh}"),
    "key": (
        "`{name}` cannot be the name of an answer.",
        "“{name}”不能作为字段名。",
        "Letters, digits and _, not beginning with a digit, at most 60; no dots or spaces.",
        "请用文字、数字、_，不以数字开头，至多 60 个字符，不含点与空格。",
    ),
    "key_reserved": (
        "`{name}` is a name of the platform's own.",
        "“{name}”是平台保留名。",
        "Choose another key.",
        "请换一个字段名。",
    ),
    "key_twice": (
        "`{name}` is the key of two components.",
        "字段名“{name}”重复。",
        "Give each its own key.",
        "请为每个字段取不同的名字。",
    ),
    "key_unknown": ("`{name}` is not a key of this place.", "此处没有“{name}”这一项。", "{hint_en}", "{hint_zh}"),
    "conditional": (
        "`conditional` holds `hide` with FEEL and nothing else.",
        "conditional 只含 hide，其值为 FEEL。",
        "Write `conditional: {{hide: '=…'}}`.",
        "请写作 conditional: {{hide: '=…'}}。",
    ),
    "truth": (
        "`{name}` must be true or false.",
        "{name} 应为 true 或 false。",
        "Write `true` or `false`.",
        "请写 true 或 false。",
    ),
    "validate": (
        "`validate` must be a mapping.",
        "validate 应为映射。",
        "Write for instance `validate: {{required: true}}`.",
        "如 validate: {{required: true}}。",
    ),
    "choice": (
        "`{name}` is `{value}`.",
        "{name} 为“{value}”，不在可选值之内。",
        "One of: {known}.",
        "可选：{known}。",
    ),
    "feel": (
        "`{text}` is not FEEL: {why_en}",
        "“{text}”不是合法的 FEEL：{why_zh}",
        "Mend the expression; texts stand in double quotes.",
        "请修正表达式；文本用双引号。",
    ),
    "feel_page": (
        "`{text}` holds {what_en}, which a page cannot evaluate while somebody types.",
        "“{text}”含{what_zh}，页面无法即时计算。",
        "Use what docs/reference/forms.md section 7 lists; what only the server must check goes into"
        " `validate.condition`.",
        "请只用 docs/reference/forms.md 第 7 节所列写法；只需服务器检查的条件请写入 validate.condition。",
    ),
    "table": (
        "A table either has `key` and `components`, or `dataSource` and `columns`.",
        "表格应有 key 与 components，或 dataSource 与 columns。",
        "Add the pair that is meant.",
        "请补充其一。",
    ),
    "text": ("`{name}` must be text.", "{name} 应为文本。", "Put it in quotes.", "请加引号。"),
    "options_missing": (
        "Give the options in exactly one way.",
        "选项来源应恰为一种。",
        "One of `values`, `valuesKey`, `valuesExpression`.",
        "values、valuesKey、valuesExpression 三者择一。",
    ),
    "options": (
        "`values` must be a list of options.",
        "values 应为选项列表。",
        "Write `- {{value: a, label: 甲}}` for each.",
        "每项写 - {{value: a, label: 甲}}。",
    ),
    "option": (
        "An option is written `{value}`.",
        "选项写作 {value}，不合要求。",
        "An option has `value` (text, number, true or false), `label` and perhaps `labelEn`.",
        "选项含 value（文本、数字或真假）、label，可有 labelEn。",
    ),
    "option_twice": (
        "The option `{value}` stands here twice.",
        "选项“{value}”重复。",
        "Remove one.",
        "请删除其一。",
    ),
    "range": ("`{low}` is above `{high}`.", "{low} 大于 {high}。", "Exchange them.", "请对调。"),
    "number": ("`{name}` must be a number.", "{name} 应为数字。", "Write a plain number.", "请写数字。"),
    "whole_number": (
        "`{name}` must be a whole number from 0.",
        "{name} 应为非负整数。",
        "Write digits only.",
        "请只写数字。",
    ),
    "pattern": (
        "`pattern` is no regular expression: {why}.",
        "pattern 不是合法的正则表达式：{why}。",
        "Mend it; quote it with single quotes.",
        "请修正，并用单引号括起。",
    ),
    "endless_pattern": (
        "`pattern` may take for ever: a repeated part can match the same text in several ways, as in (a+)+.",
        "pattern 可能永远算不完：重复的部分可用多种方式匹配同一段文字，例如 (a+)+。",
        "Repeat only once, as in a+, or put a sign between the rounds, as in (a+,)+.",
        "请只重复一次，如 a+；或在各次重复之间加分隔符，如 (a+,)+。",
    ),
}
