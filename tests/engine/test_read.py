"""Reading: what is refused before any tree exists, encodings by declaration, bytes kept."""

import pytest
from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine import read as reading
from onegrid.engine.problems import ModelError
from onegrid.engine.read import read, text_of
from tests.engine.drawing import END, START, chain, file_of

PLAIN = file_of(START + END + chain("start", "end"))


def refusal_of(data: bytes) -> tuple[str, int | None]:
    with pytest.raises(ModelError) as refused:
        read(data)
    (found,) = refused.value.problems
    assert found.message_zh
    assert found.mend_zh
    return found.code, found.line


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030", "GBK", "GB2312", "UTF-16", "utf-16-le", "Big5", "UTF-32"])
def test_encoding_by_declaration(encoding: str) -> None:
    text = PLAIN.decode().replace("UTF-8", encoding).replace("开始", "起").replace("结束", "完")
    data = text.encode(encoding)
    document = read(data)
    assert document.original == data
    assert document.root[0].get("name") == "流程"


def test_characters_beyond_gb2312_in_a_file_that_says_gb2312() -> None:
    text = PLAIN.decode().replace("UTF-8", "gb2312").replace("流程", "㐂镕")
    assert read(text.encode("gb18030")).root[0].get("name") == "㐂镕"


def test_byte_order_mark() -> None:
    assert read(b"\xef\xbb\xbf" + PLAIN).root[0].get("name") == "流程"


def test_lines_count_as_in_the_file() -> None:
    data = PLAIN.replace(b'<?xml version="1.0" encoding="UTF-8"?>', b'<?xml version="1.0"\n\n encoding="UTF-8"?>')
    line = data.decode().splitlines().index(START.strip()) + 1
    assert read(data).root[0][0].sourceline == line


def test_wrong_encoding() -> None:
    assert refusal_of(PLAIN.decode().replace("流程", "街道").encode("gb18030"))[0] == "read.encoding"
    assert refusal_of(PLAIN.replace(b"UTF-8", b"rot13"))[0] == "read.encoding"
    assert refusal_of(PLAIN.replace(b"UTF-8", b"unicode_escape"))[0] == "read.encoding"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("kind", [BOMB, OUTSIDE, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', "<!DOCTYPE x>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_doctype_in_any_encoding(kind: str, encoding: str) -> None:
    text = PLAIN.decode().replace("UTF-8", encoding)
    at = text.index("<bpmn:definitions")
    data = (text[:at] + "<!-- <!DOCTYPE is refused -->\n" + kind + text[at:]).encode(encoding)
    assert refusal_of(data) == ("read.doctype", 3)


def test_doctype_in_a_comment_alone_is_fine() -> None:
    at = PLAIN.index(b"<bpmn:definitions")
    assert read(PLAIN[:at] + b"<!-- <!DOCTYPE x> -->" + PLAIN[at:]).root is not None


def test_broken_xml_says_where() -> None:
    code, line = refusal_of(PLAIN.replace(b"</bpmn:process>", b""))
    assert code == "read.xml"
    assert line is not None
    assert line > 5
    assert refusal_of(b"not xml at all")[0] == "read.xml"
    assert refusal_of(PLAIN.replace("流程".encode(), b"&undefined;"))[0] == "read.xml"
    assert refusal_of(b"  \n ")[0] == "read.empty"
    assert refusal_of(b"")[0] == "read.empty"


def test_not_bpmn() -> None:
    assert refusal_of(b"<html/>") == ("read.not_bpmn", 1)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "".join(f'<bpmn:subProcess id="s{n}">' for n in range(120))
    assert refusal_of(file_of(deep + "</bpmn:subProcess>" * 120))[0] == "read.too_deep"
    deeper = '<bpmn:subProcess id="s">' * 3_000 + "</bpmn:subProcess>" * 3_000
    assert refusal_of(file_of(deeper))[0] == "read.too_deep", "beyond what the parser itself takes"
    assert refusal_of(b" " * (reading.MAX_BYTES + 1) + b"<x/>")[0] == "read.too_large"
    monkeypatch.setattr(reading, "MAX_ELEMENTS", 10)
    assert refusal_of(file_of(START * 20))[0] == "read.too_many"


def test_deeper_than_the_parser_itself_allows() -> None:
    assert refusal_of(file_of("<bpmn:subProcess>" * 5000 + "</bpmn:subProcess>" * 5000))[0] in (
        "read.xml",
        "read.too_deep",
    )


def test_namespace_in_other_words_is_read_as_the_standards() -> None:
    data = PLAIN
    other = data.replace(
        b"http://www.omg.org/spec/BPMN/20100524/MODEL", b"https://www.omg.org/spec/BPMN/20100524/MODEL"
    )
    assert [e.tag for e in read(other).root.iter()] == [e.tag for e in read(data).root.iter()]
    assert read(other).original == other


def test_declared_utf_16_in_a_file_that_is_utf_8() -> None:
    data = PLAIN.replace(b'encoding="UTF-8"', b'encoding="UTF-16"')
    assert reading.text_of(read(data)) == data.decode("utf-8")


BROKEN = {
    "mismatched": ("<a>\n<b></a>", "第 2 行的开始标签 b 与结束标签 a 不匹配"),
    "cut": ("<a><b>", "文件提前结束，标签 b 没有关闭"),
    "entity": ("<a>&x;</a>", "实体 &x; 未定义"),
    "twice": ('<a b="" b=""/>', "属性 b 重复"),
    "prefix": ("<x:a/>", "元素 a 所用的命名空间前缀 x 未声明"),
    "prefix of an attribute": ('<a x:b=""/>', "a 的属性 b 所用的命名空间前缀 x 未声明"),
    "ampersand": ("<a>b & c</a>", "文字中的 & 须写作 &amp;"),
    "unquoted": ("<a b=c/>", "属性值须写在引号中"),
    "angle": ('<a b="<"/>', "标签书写有误，或文字中的 < 未写作 &lt;"),
    "character": ("<a>\x01</a>", "文件含有 XML 不允许的字符"),
    "more": ("<a/><b/>", "文件不完整，或末尾有多余内容"),
    "declared twice": ('<?xml version="1.0"?><?xml version="1.0"?><a/>', "XML 声明只能出现一次，且在文件开头"),
    "text": ("hello", "文件不是以标签开头"),
}


@pytest.mark.parametrize("text,words", BROKEN.values(), ids=BROKEN)
def test_broken_xml_is_told_in_chinese(text: str, words: str) -> None:
    with pytest.raises(ModelError) as caught:
        read(text.encode())
    (found,) = caught.value.problems
    assert (found.code, words in found.message_zh) == ("read.xml", True), found.message_zh
    assert found.message_en.removeprefix("The file is not well-formed XML: ") in found.message_zh, "the detail stays"


def test_a_broken_declaration_is_told_and_space_before_it_is_not_drawn() -> None:
    whole = b'<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
    with pytest.raises(ModelError) as refused:
        read(whole.replace(b"version", b"vers ion"))
    assert [(found.code, found.line) for found in refused.value.problems] == [("read.xml", 1)]
    assert text_of(read(b"\n  " + whole)).startswith("<?xml")
    assert read(whole.replace(b'"?', b'" standalone="yes" ?')).root.tag == bpmn.tag("definitions")


@pytest.mark.parametrize(
    "declaration",
    [
        '<?xml version="1.0" encoding="-8"?>',
        '<?xml version="1.0" encoding="8859-1"?>',
        "<?xml version=\"1.0' encoding='UTF-8'?>",
        '<?xml version="1.0" encoding="UTF-8" standalone="maybe"?>',
        "<?xml version='1.0' encoding='UTF-8' standalone='no'?>",
        '<?xml version = "1.1" encoding = "gbk" ?>',
        "",
    ],
)
def test_what_is_taken_can_be_drawn(declaration: str) -> None:
    """The canvas reads the designer's own first line, more strictly than this reader needs to."""
    file = f'{declaration}<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
    try:
        drawing = text_of(read(file.encode()))
    except ModelError as refused:
        assert [(found.code, found.line) for found in refused.problems] == [("read.xml", 1)]
        with pytest.raises(etree.XMLSyntaxError):
            etree.fromstring(file.encode())
    else:
        etree.fromstring(drawing.encode())
