"""The payloads: bytes of a file each, made when asked for."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.engine.drawing import END, HEAD, START, chain, file_of, flow, human

Make = Callable[[], bytes]
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Payload:
    """One. codes: one of them must be said; none where the file does no harm and must only be answered.

    tasks: data that a rehearsal gives.
    """

    name: str
    make: Make
    codes: tuple[str, ...]
    kind: str = "bpmn"
    tasks: Mapping[str, Any] = field(default_factory=dict)


PLAIN = file_of(START + human("a") + END + chain("start", "a", "end"))
MEGABYTE = 1024 * 1024


def with_prolog(prolog: str) -> bytes:
    """The plain file behind that prolog."""
    return (XML + prolog + PLAIN.decode().split("?>", 1)[1]).encode()


def script(text: str, more: str = "", attributes: str = "") -> bytes:
    """start > script > end."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    task = f'<bpmn:scriptTask id="s" name="s" {attributes}>{more}<bpmn:script>{escaped}</bpmn:script></bpmn:scriptTask>'
    return file_of(START + task + END + chain("start", "s", "end"))


def looping(text: str) -> bytes:
    """A script that comes again and again, without anybody to wait for."""
    task = f'<bpmn:scriptTask id="s" name="s"><bpmn:script>{text}</bpmn:script></bpmn:scriptTask>'
    begin = '<bpmn:scriptTask id="b" name="b"><bpmn:script>{x: "0123456789", y: [1]}</bpmn:script></bpmn:scriptTask>'
    gates = '<bpmn:exclusiveGateway id="in" name="in"/><bpmn:exclusiveGateway id="ask" name="?" default="ask-in"/>'
    flows = chain("start", "b", "in", "s", "ask", "in") + flow("ask", "end", "x = null", name="x")
    return file_of(START + begin + task + gates + END + flows)


def long_chain(count: int) -> bytes:
    """That many tasks in a row."""
    names = [f"t{number}" for number in range(count)]
    tasks = "".join(f'<bpmn:manualTask id="{name}" name="{name}"/>' for name in names)
    return file_of(START + tasks + END + chain("start", *names, "end"))


def diamonds(count: int, kind: str, condition: str = "") -> bytes:
    """Splits and joins in a row, with 2 to the power of `count` ways through."""
    body, last = "", "start"
    for number in range(count):
        split, join = f"x{number}", f"j{number}"
        body += f'<bpmn:{kind} id="{split}" name="?"/><bpmn:{kind} id="{join}" name="."/>'
        for way in "ab":
            task = f"{way}{number}"
            body += f'<bpmn:manualTask id="{task}" name="{task}"/>'
            body += flow(split, task, condition and f"{condition} {number}", name=way) + flow(task, join)
        body += flow(last, split)
        last = join
    return file_of(START + body + END + flow(last, "end"))


def fan(count: int, kind: str) -> bytes:
    """One split into that many branches, and a join."""
    body = f'<bpmn:{kind} id="f" name="f"/><bpmn:{kind} id="j" name="j"/>'
    for number in range(count):
        body += (
            f'<bpmn:manualTask id="t{number}" name="t{number}"/>' + flow("f", f"t{number}") + flow(f"t{number}", "j")
        )
    return file_of(START + body + END + flow("start", "f") + flow("j", "end"))


def many(multi: str, inner: str = "") -> bytes:
    """A multi-instance sub-process."""
    content = inner or '<bpmn:startEvent id="i"/><bpmn:manualTask id="m" name="m"/>' + flow("i", "m")
    task = f'<bpmn:subProcess id="s" name="s">{multi}{content}</bpmn:subProcess>'
    return file_of(START + task + END + chain("start", "s", "end"))


def cardinality(text: str, attributes: str = "") -> str:
    """Loop characteristics with that number."""
    return (
        f"<bpmn:multiInstanceLoopCharacteristics {attributes}><bpmn:loopCardinality>{text}</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def timed(kind: str, text: str) -> bytes:
    """An intermediate timer."""
    timer = f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"
    event = f'<bpmn:intermediateCatchEvent id="t" name="t">{timer}</bpmn:intermediateCatchEvent>'
    return file_of(START + event + END + chain("start", "t", "end"))


def calls(*pairs: tuple[str, str]) -> bytes:
    """Processes each of which calls another, in one file."""
    processes = ""
    for caller, called in pairs:
        processes += f'<bpmn:process id="{caller}" name="{caller}" isExecutable="{str(caller == "p").lower()}">'
        processes += f'<bpmn:startEvent id="s{caller}"/><bpmn:endEvent id="e{caller}"/>'
        processes += f'<bpmn:callActivity id="c{caller}" name="c" calledElement="{called}"/>'
        processes += chain(f"s{caller}", f"c{caller}", f"e{caller}") + "</bpmn:process>"
    return f"{HEAD}{processes}</bpmn:definitions>".encode()


def table(cell: str = "-", rules: int = 1, inputs: int = 1, output: str = "1") -> bytes:
    """A decision table."""
    columns = "".join(
        f'<input id="i{n}"><inputExpression id="e{n}"><text>x</text></inputExpression></input>' for n in range(inputs)
    )
    entries = "".join(f'<inputEntry id="c{{0}}x{n}"><text>{cell}</text></inputEntry>' for n in range(inputs))
    row = f'<rule id="r{{0}}">{entries}<outputEntry id="o{{0}}"><text>{output}</text></outputEntry></rule>'
    rows = "".join(row.replace("{0}", str(n)) for n in range(rules))
    return dmn(
        f'<decision id="d" name="d"><decisionTable id="t" hitPolicy="COLLECT">{columns}<output id="o" name="o"/>{rows}'
        "</decisionTable></decision>"
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive, packed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def dmn(content: str) -> bytes:
    """A DMN file."""
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:t">'
    return f"{XML}{head}{content}</definitions>".encode()


def nested(count: int, tag: str = "bpmn:subProcess") -> bytes:
    """That many elements inside one another."""
    return file_of("".join(f'<{tag} id="n{n}">' for n in range(count)) + f"</{tag}>" * count)


def attributed(name: str, count: int) -> bytes:
    """One task with that many attributes."""
    return file_of("<bpmn:task " + " ".join(f'{name}{number}="u{number}"' for number in range(count)) + "/>")


def crowded(count: int) -> bytes:
    """That many processes of one start event each."""
    processes = "".join(
        f'<bpmn:process id="p{n}" isExecutable="true"><bpmn:startEvent id="s{n}"/></bpmn:process>' for n in range(count)
    )
    return f"{HEAD}{processes}</bpmn:definitions>".encode()


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
READ = ("read.xml", "read.encoding")

FILES = (
    Payload("empty", lambda: b"", ("read.empty",)),
    Payload("white space", lambda: b" \n\t" * 100, ("read.empty",)),
    Payload("zeros", lambda: b"\0" * 1000, READ),
    Payload("every byte", lambda: bytes(range(256)) * 100, READ),
    Payload("picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 5000, READ),
    Payload("zip", lambda: b"PK\x03\x04" + b"\0" * 5000, READ),
    Payload("html", lambda: b"<html><script>alert(1)</script></html>", ("read.not_bpmn",)),
    Payload("larger than allowed", lambda: PLAIN + b" " * 9 * MEGABYTE, ("read.too_large",)),
    Payload("cut in the middle", lambda: PLAIN[: len(PLAIN) // 2], ("read.xml",)),
    Payload("billion laughs", lambda: with_prolog(f'<!DOCTYPE x [<!ENTITY l0 "lol">{BOMB}]>'), ("read.doctype",)),
    Payload("quadratic", lambda: with_prolog(f'<!DOCTYPE x [<!ENTITY a "{"a" * 99_999}">]>'), ("read.doctype",)),
    Payload("file", lambda: with_prolog('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), ("read.doctype",)),
    Payload("network", lambda: with_prolog('<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'), ("read.doctype",)),
    Payload("parameter entity", lambda: with_prolog('<!DOCTYPE x [<!ENTITY % a "b">%a;]>'), ("read.doctype",)),
    Payload("doctype behind a comment", lambda: with_prolog("<!-- x --><?x?><!DOCTYPE x>"), ("read.doctype",)),
    Payload(
        "doctype in UTF-16",
        lambda: with_prolog("<!DOCTYPE x>").decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        ("read.doctype",),
    ),
    Payload("entity of nowhere", lambda: PLAIN.replace(b"start", b"&x;", 1), ("read.xml",)),
    Payload("character zero", lambda: PLAIN.replace(b'name="', b'name="&#0;', 1), ("read.xml",)),
    Payload("GBK as UTF-8", lambda: PLAIN.decode().replace("流程", "街道").encode("gb18030"), ("read.encoding",)),
    Payload("half a character", lambda: PLAIN.replace("流程".encode(), "流程".encode()[:2]), ("read.encoding",)),
    Payload("codec that is none", lambda: PLAIN.replace(b"UTF-8", b"zlib"), ("read.encoding",)),
    Payload("codec that runs", lambda: PLAIN.replace(b"UTF-8", b"unicode_escape"), ("read.encoding",)),
    Payload("UTF-7", lambda: PLAIN.replace(b"UTF-8", b"utf-7"), ("read.encoding",)),
    Payload("odd UTF-16", lambda: PLAIN.decode().encode("utf-16")[:-1], ("read.encoding",)),
    Payload("deep", lambda: nested(100_000), ("read.xml", "read.too_deep", "read.too_large")),
    Payload("deep in another language", lambda: nested(5_000, "x"), ("read.xml", "read.too_deep")),
    Payload("just too deep", lambda: nested(105), ("read.too_deep",)),
    Payload("very many elements", lambda: file_of("<bpmn:task/>" * 250_000), ("read.too_many",)),
    Payload("as many as allowed", lambda: file_of("<bpmn:task/>" * 190_000), ("process.too_many_nodes",)),
    Payload("one name of megabytes", lambda: file_of(f'<bpmn:task id="a" name="{"x" * 7 * MEGABYTE}"/>'), ()),
    Payload("one text of megabytes", lambda: file_of(f"<bpmn:documentation>{'x ' * 3_900_000}</bpmn:documentation>"), ("scope.empty",)),
    Payload("comment of megabytes", lambda: PLAIN.replace(b"</bpmn:process>", b"<!--" + b"x" * 7 * MEGABYTE + b"--></bpmn:process>"), ()),
    Payload("many attributes", lambda: attributed("a", 100_000), ("element.id_missing",)),
    Payload("many namespaces", lambda: attributed("xmlns:n", 50_000), ("element.id_missing",)),
    Payload("markup in names", lambda: file_of('<bpmn:task id="&lt;img onerror=x&gt;" name="{it} %s {0} &lt;script&gt;"/>'), ("element.id_shape",)),
)  # fmt: skip

MODELS = (
    Payload("processes by the thousand", lambda: crowded(3000), ("process.too_many_processes",)),
    Payload("2,500 long conditions of JUEL", lambda: file_of(START + END + "".join(flow("start", "end", "${" + " &amp;&amp; ".join(f"a{k}_{n} == {k}" for k in range(60)) + "}", identifier=f"f{n}") for n in range(2_500))), ("process.too_much_expression",)),
    Payload("60,000 lanes", lambda: file_of("<bpmn:laneSet>" + "".join(f'<bpmn:lane id="l{n}"/>' for n in range(60_000)) + "</bpmn:laneSet>" + START), ("process.too_many_lanes",)),
    Payload("60,000 message flows", lambda: file_of(START, roots="<bpmn:collaboration>" + "".join(f'<bpmn:messageFlow id="m{n}" sourceRef="a" targetRef="b"/>' for n in range(60_000)) + "</bpmn:collaboration>"), ("process.too_many_message_flows",)),
    Payload("chain of 500", lambda: long_chain(500), ()),
    Payload("chain of 4,900", lambda: long_chain(4_900), ("process.too_many_nodes",)),
    Payload("chain of 20,000", lambda: long_chain(20_000), ("process.too_many_nodes",)),
    Payload("one id for all", lambda: file_of(START + '<bpmn:task id="a"/>' * 4_000), ("process.too_many_nodes",)),
    Payload("flows between two", lambda: file_of(START + END + flow("start", "end", identifier="") * 30_000), ("process.too_many_flows",)),
    Payload("flows to nowhere", lambda: file_of(START + END + flow("x", "y", identifier="") * 30_000), ("process.too_many_flows",)),
    Payload("flow with itself", lambda: file_of(START + '<bpmn:task id="a"/>' + chain("start", "a", "a")), ("flow.endless",)),
    Payload("a million ways", lambda: diamonds(60, "exclusiveGateway", "x &gt;"), ()),
    Payload("ways side by side", lambda: diamonds(120, "parallelGateway"), ()),
    Payload("ways of inclusive gateways", lambda: diamonds(60, "inclusiveGateway", "x &gt;"), ()),
    Payload("fan of 1,000", lambda: fan(1_000, "parallelGateway"), ()),
    Payload("fan of 500 inclusive", lambda: fan(500, "inclusiveGateway"), ("flow.taken_always", "flow.unnamed")),
    Payload("calls itself", lambda: calls(("p", "p")), ("call.cycle",)),
    Payload("calls in a circle", lambda: calls(("p", "q"), ("q", "r"), ("r", "p")), ("call.cycle", "call.circle")),
    Payload("calls 400 deep", lambda: calls(*((f"p{n or ''}", f"p{n + 1}") for n in range(400)), ("p400", "p401")), ("process.too_many_processes",)),
    Payload("a billion instances", lambda: many(cardinality("1000000000")), ("multi.too_many",)),
    Payload("instances without number", lambda: many(cardinality("1 / 0")), ("multi.no_number",)),
    Payload("5,000 instances", lambda: many(cardinality("5000")), ()),
    Payload("5,000 times 5,000", lambda: many(cardinality("5000"), f'<bpmn:startEvent id="i"/><bpmn:subProcess id="n">{cardinality("5000")}<bpmn:startEvent id="ii"/></bpmn:subProcess>' + flow("i", "n")), ("engine.endless", "multi.too_many")),
    Payload("loop without waiting", lambda: looping("{x: x}"), ("engine.endless",)),
    Payload("loop that doubles a text", lambda: looping("{x: x + x}"), ("feel.budget", "data.size")),
    Payload("loop that doubles a list", lambda: looping("{y: concatenate(y, y)}"), ("data.size",)),
    Payload("loop that nests a list", lambda: looping("{y: [y, y]}"), ("data.size",)),
    Payload("loop that spends", lambda: looping("{z: sum(for i in 1..90000 return i)}"), ("feel.budget",)),
    Payload("loop of big numbers", lambda: looping("{z: if z = null then 7 else z * z}"), ("engine.endless",)),
    Payload("timer without end", lambda: timed("timeCycle", "R/PT0S"), ("timer.cycle_place", "timer.cycle_endless", "timer.cycle_count")),
    Payload("timer of billions", lambda: timed("timeCycle", "R999999999/PT1S"), ("timer.cycle_place", "timer.cycle_endless", "timer.cycle_count")),
    Payload("timer beyond time", lambda: timed("timeDuration", "P999999999Y"), ("timer.no_moment",)),
    Payload("timer that is Python", lambda: timed("timeDuration", "__import__('os').system('id')"), ("timer.value",)),
)  # fmt: skip

SCRIPTS = (
    Payload("command", lambda: script("__import__('os').system('id')"), ("expression.syntax",)),
    Payload("command in Python", lambda: script("import os\nos.system('id')", attributes='scriptFormat="python"'), ("script.python_lacks",)),
    Payload("endless Python", lambda: script("while True:\n  pass", attributes='scriptFormat="python"'), ("script.python_off",)),
    Payload("deep Python", lambda: script("x = " + "(" * 9_000 + ")" * 9_000, attributes='scriptFormat="python"'), ("script.python_lacks",)),
    Payload("groovy", lambda: script("Runtime.exec('id')", attributes='scriptFormat="groovy"'), ("script.not_translated",)),
    Payload("product of loops", lambda: script("{x: for a in 1..1000, b in 1..1000, c in 1..1000 return a}"), ("feel.budget",)),
    Payload("range without end", lambda: script("{x: count(for a in 1..1000000000000 return a)}"), ("feel.budget",)),
    Payload("function that calls itself", lambda: script("{f: function(n) f(n + 1), x: f(1)}"), ("feel.depth",)),
    Payload("brackets", lambda: script("{x: " + "(" * 40_000 + "1" + ")" * 40_000 + "}"), ("expression.syntax",)),
    Payload("lists in lists", lambda: script("{x: " + "[" * 40_000 + "1" + "]" * 40_000 + "}"), ("expression.syntax",)),
    Payload("signs", lambda: script("{x: " + "-" * 90_000 + "1}"), ()),
    Payload("long sum", lambda: script("{x: " + "1+" * 45_000 + "1}"), ("expression.syntax",)),
    Payload("long path", lambda: script("{x: a" + ".a" * 45_000 + "}"), ("expression.syntax",)),
    Payload("longer than allowed", lambda: script("{x: " + "1 + " * 60_000 + "1}"), ("expression.syntax",)),
    Payload("longer than a delivery", lambda: script("{x: " + "1 + " * 100_000 + "1}"), ("process.too_much_expression",)),
    Payload("tower of powers", lambda: script("{x: 9 ** 9 ** 9 ** 9}"), ()),
    Payload("long number", lambda: script("{x: " + "9" * 90_000 + "}"), ("expression.syntax",)),
    Payload("places", lambda: script("{x: decimal(1, 1000000000)}"), ()),
    Payload("factorial", lambda: script("{x: product(for a in 1..100000 return a)}"), ()),
    Payload("pattern", lambda: script('{x: matches("' + "a" * 5_000 + 'b", "(a+)+$")}'), ()),
    Payload("pattern of words", lambda: script('{x: replace("' + "a" * 5_000 + '", "(a|aa)+$", "x")}'), ()),
    Payload("pattern of many", lambda: script('{x: matches("a", "' + "(a{1,100}){1,100}" * 100 + '")}'), ()),
    Payload("doubled texts", lambda: script('{a: "0123456789", ' + ", ".join(f"{b}: {a} + {a}" for a, b in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz", strict=True)) + ", za: z + z, zb: za + za, zc: zb + zb, zd: zc + zc}"), ("feel.budget",)),
    Payload("doubled lists", lambda: script("{a: [1], " + ", ".join(f"{b}: [{a}, {a}]" for a, b in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz", strict=True)) + "}"), ("data.size",)),
    Payload("joined texts", lambda: script('{x: string join(for a in 1..90000 return "0123456789", "' + "x" * 5_000 + '")}'), ("feel.budget",)),
    Payload("the end of time", lambda: script('{x: date("9999-12-31") + duration("P9999Y")}'), ()),
    Payload("long durations", lambda: script('{x: duration("P999999999999D") * 999999999999}'), ()),
)  # fmt: skip

DECISIONS = (
    Payload("DMN bomb", lambda: dmn("").replace(b"?>\n", f'?>\n<!DOCTYPE x [<!ENTITY l0 "l">{BOMB}]>'.encode()), ("dmn.doctype",), "dmn"),
    Payload("DMN of HTML", lambda: b"<html/>", ("dmn.not-dmn",), "dmn"),
    Payload("DMN cut", lambda: table()[:200], ("dmn.not-xml",), "dmn"),
    Payload("table of 20,000 rules", lambda: table(rules=20_000), ("dmn.too-many",), "dmn"),
    Payload("table of 300 columns", lambda: table(rules=300, inputs=300), ("dmn.too-many",), "dmn"),
    Payload("cell that is Python", lambda: table("__import__(os).system()"), (), "dmn"),
    Payload("cell of brackets", lambda: table("(" * 40_000), ("dmn.expression",), "dmn"),
    Payload("cell of tests", lambda: table(",".join(["1"] * 15_000)), (), "dmn"),
    Payload("deep contexts", lambda: dmn('<decision id="d" name="d">' + "<context><contextEntry>" * 3_000 + "</contextEntry></context>" * 3_000 + "</decision>"), ("dmn.not-xml",), "dmn"),
    Payload("circle of decisions", lambda: dmn("".join(f'<decision id="d{n}" name="d{n}"><informationRequirement><requiredDecision href="#d{(n + 1) % 50}"/></informationRequirement><literalExpression><text>1</text></literalExpression></decision>' for n in range(50))), ("dmn.cycle",), "dmn"),
    Payload("row of 3,001 decisions", lambda: dmn("".join(f'<decision id="d{n}" name="d{n}"><informationRequirement><requiredDecision href="#d{n + 1}"/></informationRequirement><literalExpression><text>d{n + 1}</text></literalExpression></decision>' for n in range(3_001))), ("dmn.too-many",), "dmn"),
    Payload("row of 2,900 decisions", lambda: dmn("".join(f'<decision id="d{n}" name="d{n}"><informationRequirement><requiredDecision href="#d{n + 1}"/></informationRequirement><literalExpression><text>d{n + 1}</text></literalExpression></decision>' for n in range(2_900))), ("dmn.requirement",), "dmn"),
    Payload("types in a circle", lambda: dmn('<itemDefinition name="a"><typeRef>b</typeRef></itemDefinition><itemDefinition name="b"><typeRef>a</typeRef></itemDefinition><inputData id="i" name="i"><variable name="i" typeRef="a"/></inputData>'), ("dmn.type-circle",), "dmn"),
    Payload("imports itself", lambda: dmn('<import name="x" namespace="urn:t" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'), ("dmn.import-itself",), "dmn"),
    Payload("encoding of nowhere", lambda: table().replace(b"UTF-8", b"rot13"), ("dmn.not-xml",), "dmn"),
)  # fmt: skip

ARCHIVES = (
    Payload("zip of zeros", lambda: zipped({"a.bpmn": b"\0" * 60 * MEGABYTE}), ("import.too_large",), "zip"),
    Payload("zip of many large files", lambda: zipped({f"{n}.bpmn": b" " * 7 * MEGABYTE for n in range(12)}), ("import.too_large",), "zip"),
    Payload("zip of 100,000 files", lambda: zipped({f"{n}.bpmn": b"" for n in range(100_000)}), ("import.too_many",), "zip"),
    Payload("zip in a zip", lambda: zipped({"b.zip": zipped({"c.zip": zipped({"a.bpmn": b"\0" * MEGABYTE})})}), ("import.nested",), "zip"),
    Payload("zip that says less than it holds", lambda: zipped({"a.bpmn": b" " * MEGABYTE}).replace((MEGABYTE).to_bytes(4, "little"), (10).to_bytes(4, "little")), ("import.archive", "read.empty"), "zip"),
    Payload("zip cut", lambda: zipped({"a.bpmn": PLAIN})[:-30], ("import.archive",), "zip"),
    Payload("zip that climbs", lambda: zipped({"../../../etc/passwd": b"root"}), ("import.unknown",), "zip"),
    Payload("zip with a bomb of entities", lambda: zipped({"a.bpmn": with_prolog(f'<!DOCTYPE x [<!ENTITY l0 "lol">{BOMB}]>')}), ("read.doctype",), "zip"),
)  # fmt: skip

PAYLOADS = (*FILES, *MODELS, *SCRIPTS, *DECISIONS, *ARCHIVES)
