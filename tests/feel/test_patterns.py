"""Patterns are those of XML Schema and XPath, not Python's: what differs is translated, what is none is null."""

import pytest


@pytest.mark.parametrize(
    ("pattern", "text", "flags", "hits"),
    [
        (r"^\p{L}+$", "井Aä", "", True),
        (r"\p{Lu}", "q", "i", False),  # a category does not ignore case
        (r"\P{L}", "a", "", False),
        (r"\p{IsCJKUnifiedIdeographs}", "网", "", True),
        (r"\p{IsGreek}", "a", "", False),
        (r"\w", "_", "", False),  # punctuation
        (r"\w", "+", "", True),  # a symbol
        (r"\s", "\u00a0", "", False),
        (r"^\i\c*$", "a-b", "", True),
        (r"[\D]", "5", "", False),
        (r"[^\D]", "5", "", True),
        (r"[\S\d]", " ", "", False),
        (r"^[a-z-[aeiou]]+$", "xyz", "", True),
        (r"^[a-z-[aeiou]]+$", "xyza", "", False),
        (r"[A-Z-[OI]]", "o", "i", False),
        (r"[A-Z-[OI]]", "x", "i", True),
        (r"[σ]", "ς", "i", True),
        (r"k", "\u212a", "i", True),
        (r"[^X]", "x", "i", False),
        (r"hello\ sworld", "hello world", "x", True),
        (r"hello[ ]world", "hello world", "x", True),
        (r"^(.)\1$", "hh", "", True),
        (r"(a)\11", "aa1", "", True),  # one group: the second digit is a character
        (r"^a$", "a\n", "", False),
        (r"^a$", "b\na\nc", "m", True),
        (r".", "\n", "", False),
        (r".", "\n", "s", True),
        (r"a.b", "a.b", "q", True),
        (r"a.b", "acb", "q", False),
        (r"a|", "z", "", True),
        (r"[-a]", "-", "", True),
        (r"[\-\]\[]", "]", "", True),
        (r"^a{2,}?$", "aaa", "", True),
        (r"^(?:ab)+$", "abab", "", True),
        (r"^\$\^\{\}$", "$^{}", "", True),
    ],
)
def test_what_hits(feel, pattern, text, flags, hits):
    assert feel("matches(t, p, f)", t=text, p=pattern, f=flags) is hits


@pytest.mark.parametrize(
    "pattern",
    [
        r"a++", r"(?=a)", r"(?i)a", r"\bfoo", r"\A", r"]", r"}", r"a{,2}", r"a{3,2}", r"*a", r"a**", r"(a", r"a)", "[]",
        "[^]", r"[a", r"[z-a]", r"[a-\d]", r"\3", r"(.)\2", r"(a\1)", r"\p{Nope}", r"\p{IsNope}", r"\p", r"[a-[b]c]",
        "a\\", "^*",
    ],
)  # fmt: skip
def test_what_is_no_pattern_is_null_with_its_reason(feel, evaluation, pattern):
    assert feel("matches(t, p)", t="aaa", p=pattern) is None
    assert evaluation.reasons[0].code == "feel.pattern"


@pytest.mark.parametrize("flags", ["y", "I", " ", "im?"])
def test_unknown_flags_are_null(feel, flags):
    assert feel("matches(t, p, f)", t="a", p="a", f=flags) is None


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("[$1]", "[a]b"), ("$0$0", "aab"), (r"\$1", "$1b"), (r"\\", "\\b"), ("$11", "a1b"), ("$2", "b"), ("$", None),
        (r"\a", None), (r"\\$1", "\\ab"),
    ],
)  # fmt: skip
def test_replacements(feel, by, told):
    assert feel("replace(t, p, r)", t="ab", p="(a)", r=by) == told


def test_one_character_written_as_two_escapes(feel):
    assert feel(r'string length("\ud83d\udc0e")') == 1
    assert feel(r'"\ud83d\udc0e" = "\U01F40E"') is True
    assert feel(r'substring("\U01F40Eab", 2)') == "ab"
