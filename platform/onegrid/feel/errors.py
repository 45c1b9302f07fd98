"""What FEEL raises: syntax errors when compiling, a spent budget when running. Everything else becomes null."""


class FeelError(Exception):
    """Base; carries a stable code and the words a person reads, in English and Chinese."""

    def __init__(self, code: str, message_en: str, message_zh: str) -> None:
        super().__init__(f"{code}: {message_en}")
        self.code, self.message_en, self.message_zh = code, message_en, message_zh


class FeelSyntaxError(FeelError):
    """The text is no FEEL. `position` counts characters from 0; line and column from 1."""

    def __init__(self, code: str, message_en: str, message_zh: str, text: str, position: int) -> None:
        self.text = text
        self.position = min(position, len(text))
        self.line = text.count("\n", 0, self.position) + 1
        self.column = self.position - (text.rfind("\n", 0, self.position) + 1) + 1
        super().__init__(
            code,
            f"{message_en} (line {self.line}, column {self.column})",
            f"{message_zh}（第 {self.line} 行第 {self.column} 列）",
        )


class BudgetExceeded(FeelError):
    """The expression asked for more steps, depth or size than the caller allows."""
