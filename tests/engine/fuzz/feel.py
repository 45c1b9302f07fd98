"""Texts of FEEL: by the grammar, and the same with a piece broken out or put in."""

from hypothesis import strategies as st

from onegrid.feel.builtins import BUILTINS

NAMES = st.sampled_from(["a", "b", "item", "金额", "total sum", "x-y", "case", "outcome", "partial", "date"])
TEXTS = st.text(alphabet="ab中é\"\\'{}[]&<\n", max_size=6)
NUMBERS = st.one_of(
    st.integers(-10, 10).map(str),
    st.sampled_from(["0.1", ".5", "1e9", "1e400", "9" * 40, "1.", "00"]),
    st.integers(0, 10**40).map(str),
)
TEMPORAL = st.sampled_from(
    [
        '@"2026-03-02"',
        '@"2026-03-02T09:00:00+08:00"',
        '@"P1D"',
        '@"P999999999999Y"',
        '@"25:00:00"',
        'date("9999-12-31")',
        'duration("P1Y2M")',
        'time("09:00:00@Asia/Shanghai")',
        'date and time("-0001-01-01T00:00:00")',
    ]
)
WORDS = st.sampled_from(["true", "false", "null", "?", "-", "...", "not()", ""])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


ATOMS = st.one_of(NUMBERS, TEXTS.map(_quoted), TEMPORAL, NAMES, WORDS)
OPERATORS = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in", ".", ".."])
FUNCTIONS = st.sampled_from([*sorted(BUILTINS), "f", "sort by", "unknown"])


def _composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=3)
    return st.one_of(
        st.tuples(inner, OPERATORS, inner).map(" ".join),
        st.tuples(inner, inner, inner).map(lambda t: f"if {t[0]} then {t[1]} else {t[2]}"),
        st.tuples(NAMES, inner, inner).map(lambda t: f"for {t[0]} in {t[1]} return {t[2]}"),
        st.tuples(inner, inner).map(lambda t: f"for i in {t[0]}..{t[1]} return i"),
        st.tuples(st.sampled_from(["some", "every"]), inner, inner).map(
            lambda t: f"{t[0]} e in {t[1]} satisfies {t[2]}"
        ),
        st.tuples(inner, inner).map(lambda t: f"{t[0]}[{t[1]}]"),
        st.tuples(inner, inner, inner).map(lambda t: f"{t[0]} between {t[1]} and {t[2]}"),
        st.tuples(FUNCTIONS, several).map(lambda t: f"{t[0]}({', '.join(t[1])})"),
        several.map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(NAMES, inner, NAMES, inner).map(lambda t: f"{{{t[0]}: {t[1]}, {t[2]}: {t[3]}}}"),
        st.tuples(NAMES, inner, inner).map(lambda t: f"(function({t[0]}) {t[1]})({t[2]})"),
        st.tuples(inner, st.sampled_from(["number", "list<number>", "context<a: string>", "any", "day"])).map(
            lambda t: f"{t[0]} instance of {t[1]}"
        ),
        st.tuples(st.sampled_from("[(]"), inner, inner, st.sampled_from("])[")).map(
            lambda t: f"{t[0]}{t[1]}..{t[2]}{t[3]}"
        ),
        inner.map(lambda text: f"-({text})"),
        inner.map(lambda text: f"({text})"),
    )


WELL_FORMED = st.recursive(ATOMS, _composed, max_leaves=12)
JUNK = st.text(alphabet="()[]{}<>=!.,:;\"'@+-*/? ab1\n中\\#$\0\ud800", max_size=4)


@st.composite
def broken(draw: st.DrawFn, texts: st.SearchStrategy[str] = WELL_FORMED) -> str:
    """A text with a piece taken out, and junk in its place."""
    text = draw(texts)
    first = draw(st.integers(0, len(text)))
    last = draw(st.integers(first, min(len(text), first + 5)))
    return text[:first] + draw(JUNK) + text[last:]


EXPRESSIONS = st.one_of(WELL_FORMED, broken(), st.text(max_size=20))
