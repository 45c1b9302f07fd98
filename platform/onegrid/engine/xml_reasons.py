"""What an XML parser says of a broken file, in both languages: its own English words stay as the detail."""

import re

_WORDS = (
    (
        r"Opening and ending tag mismatch: (\S+) line (\d+) and ([^\s,]+)",
        "第 {1} 行的开始标签 {0} 与结束标签 {2} 不匹配",
    ),
    (r"Premature end of data in tag (\S+)", "文件提前结束，标签 {0} 没有关闭"),
    (r"Premature end|Document is empty|Extra content at the end", "文件不完整，或末尾有多余内容"),
    (r"declaration allowed only at the start", "XML 声明只能出现一次，且在文件开头"),
    (r"Start tag expected", "文件不是以标签开头"),
    (r"Entity '([^']*)' not defined", "实体 &{0}; 未定义"),
    (r"Attribute (\S+) redefined", "属性 {0} 重复"),
    (r"Namespace prefix (\S+) for (\S+) on (\S+) is not defined", "{2} 的属性 {1} 所用的命名空间前缀 {0} 未声明"),
    (r"Namespace prefix (\S+) on (\S+) is not defined", "元素 {1} 所用的命名空间前缀 {0} 未声明"),
    (r"Namespaced Attribute (\S+) in '[^']*' redefined", "属性 {0} 重复"),
    (r"Couldn't find end of Start Tag (\S+)", "标签 {0} 没有写完"),
    (
        r"expected '>'|StartTag: invalid element name|Unescaped '<' not allowed",
        "标签书写有误，或文字中的 < 未写作 &lt;",
    ),
    (r"EntityRef: expecting ';'|xmlParseEntityRef: no name", "文字中的 & 须写作 &amp;"),
    (r"AttValue: \" or ' expected|attributes construct error|Specification mandates? value", "属性值须写在引号中"),
    (r"invalid xmlChar value|PCDATA invalid Char value|[Ii]nvalid [Cc]har", "文件含有 XML 不允许的字符"),
    (r"Excessive depth|huge text node|xmlSAX2|Resource limit|Maximum entity", "元素嵌套过深或文字过长"),
    (r"surrogates not allowed", "文件含有不成对的代理字符"),
)
_KNOWN = tuple((re.compile(pattern), words) for pattern, words in _WORDS)


def in_both_languages(reason: str) -> tuple[str, str]:
    """The reason, and what it says in Chinese with the reason in brackets."""
    for pattern, words in _KNOWN:
        if (found := pattern.search(reason)) is not None:
            return reason, f"{words.format(*found.groups())}（{reason}）"
    return reason, f"语法有误（{reason}）"
