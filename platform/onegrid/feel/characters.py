"""Sets of characters for patterns: Unicode's categories and blocks, and XML's names, as spans of code points."""

import sys
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

Spans = tuple[tuple[int, int], ...]  # in order, apart from each other, both ends included
LAST = sys.maxunicode
_NAME_START = (
    "::,AZ,__,az,\u00c0\u00d6,\u00d8\u00f6,\u00f8\u02ff,\u0370\u037d,\u037f\u1fff,\u200c\u200d,\u2070\u218f,\u2c00\u2fef,"
    "\u3001\ud7ff,\uf900\ufdcf,\ufdf0\ufffd,\U00010000\U000effff"
)
_NAME = "--,..,09,\u00b7\u00b7,\u0300\u036f,\u203f\u2040"
_BLOCKS = """
0000 007F BasicLatin|0080 00FF Latin-1Supplement|0100 017F LatinExtended-A|0180 024F LatinExtended-B
0250 02AF IPAExtensions|02B0 02FF SpacingModifierLetters|0300 036F CombiningDiacriticalMarks|0370 03FF Greek
0370 03FF GreekandCoptic|0400 04FF Cyrillic|0500 052F CyrillicSupplement|0530 058F Armenian|0590 05FF Hebrew
0600 06FF Arabic|0700 074F Syriac|0750 077F ArabicSupplement|0780 07BF Thaana|07C0 07FF NKo|0900 097F Devanagari
0980 09FF Bengali|0A00 0A7F Gurmukhi|0A80 0AFF Gujarati|0B00 0B7F Oriya|0B80 0BFF Tamil|0C00 0C7F Telugu
0C80 0CFF Kannada|0D00 0D7F Malayalam|0D80 0DFF Sinhala|0E00 0E7F Thai|0E80 0EFF Lao|0F00 0FFF Tibetan
1000 109F Myanmar|10A0 10FF Georgian|1100 11FF HangulJamo|1200 137F Ethiopic|13A0 13FF Cherokee
1400 167F UnifiedCanadianAboriginalSyllabics|1680 169F Ogham|16A0 16FF Runic|1780 17FF Khmer|1800 18AF Mongolian
1E00 1EFF LatinExtendedAdditional|1F00 1FFF GreekExtended|2000 206F GeneralPunctuation
2070 209F SuperscriptsandSubscripts|20A0 20CF CurrencySymbols|20D0 20FF CombiningMarksforSymbols
20D0 20FF CombiningDiacriticalMarksforSymbols|2100 214F LetterlikeSymbols|2150 218F NumberForms|2190 21FF Arrows
2200 22FF MathematicalOperators|2300 23FF MiscellaneousTechnical|2400 243F ControlPictures
2440 245F OpticalCharacterRecognition|2460 24FF EnclosedAlphanumerics|2500 257F BoxDrawing|2580 259F BlockElements
25A0 25FF GeometricShapes|2600 26FF MiscellaneousSymbols|2700 27BF Dingbats|2800 28FF BraillePatterns
2E80 2EFF CJKRadicalsSupplement|2F00 2FDF KangxiRadicals|2FF0 2FFF IdeographicDescriptionCharacters
3000 303F CJKSymbolsandPunctuation|3040 309F Hiragana|30A0 30FF Katakana|3100 312F Bopomofo
3130 318F HangulCompatibilityJamo|3190 319F Kanbun|31A0 31BF BopomofoExtended|3200 32FF EnclosedCJKLettersandMonths
3300 33FF CJKCompatibility|3400 4DBF CJKUnifiedIdeographsExtensionA|4E00 9FFF CJKUnifiedIdeographs
A000 A48F YiSyllables|A490 A4CF YiRadicals|AC00 D7AF HangulSyllables|E000 F8FF PrivateUse
F900 FAFF CJKCompatibilityIdeographs|FB00 FB4F AlphabeticPresentationForms|FB50 FDFF ArabicPresentationForms-A
FE20 FE2F CombiningHalfMarks|FE30 FE4F CJKCompatibilityForms|FE50 FE6F SmallFormVariants
FE70 FEFF ArabicPresentationForms-B|FF00 FFEF HalfwidthandFullwidthForms|FFF0 FFFF Specials|10300 1032F OldItalic
10330 1034F Gothic|10400 1044F Deseret|1D000 1D0FF ByzantineMusicalSymbols|1D100 1D1FF MusicalSymbols
1D400 1D7FF MathematicalAlphanumericSymbols|20000 2A6DF CJKUnifiedIdeographsExtensionB
2F800 2FA1F CJKCompatibilityIdeographsSupplement|E0000 E007F Tags
"""


# Planes 4 to 13 hold nothing and 15 and 16 only characters for private use: their borders stand for all of them.
_SURVEYED = (*range(0x40000), 0x40000, *range(0xE0000, 0xE1000), 0xF0000, 0xFFFFE, 0x100000, 0x10FFFE, LAST + 1)


def joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in any order as one set."""
    done: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if done and low <= done[-1][1] + 1:
            done[-1] = (done[-1][0], max(done[-1][1], high))
        else:
            done.append((low, high))
    return tuple(done)


def without(spans: Spans, taken: Spans) -> Spans:
    """What is in the first set and not in the second."""
    left: list[tuple[int, int]] = []
    for low, high in spans:
        for start, end in taken:
            if end < low or start > high:
                continue
            if start > low:
                left.append((low, start - 1))
            low = end + 1
        if low <= high:
            left.append((low, high))
    return tuple(left)


def all_but(spans: Spans) -> Spans:
    """Every other character."""
    return without(((0, LAST),), spans)


def _written(text: str) -> Spans:
    return joined((ord(pair[0]), ord(pair[1])) for pair in text.split(","))


@lru_cache(maxsize=1)
def _categories() -> dict[str, Spans]:
    """Every category of two letters; made once, when the first pattern needs it."""
    found: dict[str, list[tuple[int, int]]] = {}
    category = unicodedata.category
    start, current = 0, category("\0")
    for point in _SURVEYED:
        here = category(chr(point)) if point <= LAST else ""
        if here != current:
            found.setdefault(current, []).append((start, point - 1))
            start, current = point, here
    return {name: tuple(spans) for name, spans in found.items()}


@lru_cache(maxsize=128)
def property_spans(name: str) -> Spans | None:
    """The set of `\\p{name}`: a category, a group of them, or `Is` and a block; None where there is none."""
    if name.startswith("Is"):
        return _blocks().get(name[2:])
    known = _categories()
    parts = [spans for category, spans in known.items() if category == name or (len(name) == 1 and category[0] == name)]
    return joined(span for spans in parts for span in spans) if parts else None


@lru_cache(maxsize=1)
def _blocks() -> dict[str, Spans]:
    found: dict[str, Spans] = {}
    for entry in _BLOCKS.strip().replace("\n", "|").split("|"):
        low, high, name = entry.split()
        found[name] = ((int(low, 16), int(high, 16)),)
    return found


@lru_cache(maxsize=16)
def escape_spans(letter: str) -> Spans | None:
    """The set of `\\d`, `\\w` and their kin as XML Schema has them; a capital is all others."""
    if letter.isupper():
        plain = escape_spans(letter.lower())
        return None if plain is None else all_but(plain)
    if letter == "s":
        return joined((ord(one), ord(one)) for one in " \t\n\r")
    if letter == "d":
        return property_spans("Nd")
    if letter == "i":
        return _written(_NAME_START)
    if letter == "c":
        return joined((*_written(_NAME_START), *_written(_NAME)))
    if letter == "w":
        return all_but(joined(span for name in "PZC" for span in property_spans(name) or ()))
    return None


@lru_cache(maxsize=1)
def _variants() -> dict[int, frozenset[int]]:
    """The characters that differ from each one only by case."""
    groups: dict[str, set[int]] = {}
    for low, high in joined(span for name in ("L", "Nl", "So", "Mn") for span in property_spans(name) or ()):
        for char in map(chr, range(low, high + 1)):
            if char.lower() != char or char.upper() != char:
                groups.setdefault(_folded(char), set()).add(ord(char))
    return {point: frozenset(group) for group in groups.values() for point in group}


def _folded(char: str) -> str:
    upper = char.upper()
    lower = (upper if len(upper) == 1 else char).lower()
    return lower if len(lower) == 1 else char


def in_any_case(spans: Spans) -> Spans:
    """The set with every character in all its cases."""
    if len(spans) == 1 and spans[0] == (0, LAST):
        return spans
    more = [
        (other, other)
        for point, group in _variants().items()
        if any(low <= point <= high for low, high in spans)
        for other in group
    ]
    return joined((*spans, *more))
