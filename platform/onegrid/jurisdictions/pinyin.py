"""Sort keys for Chinese names: the database has no collation for them, so order is stored."""

from pypinyin import lazy_pinyin


def sort_key(name: str) -> str:
    """Syllables without tones, lower case, one blank between; other text stays as it is."""
    return " ".join(syllable.strip().lower() for syllable in lazy_pinyin(name))[:240]
